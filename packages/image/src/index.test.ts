import { expect, it } from 'vitest';
import * as api from './index.ts';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'ImageError',
    'PreprocessingError',
    'assumedPreprocessing',
    'centreCrop',
    'checkPreprocessing',
    'describePreprocessing',
    'elementIndex',
    'fixedSize',
    'fromRgbChannelsFirst',
    'gaussianBlur',
    'isResizeFilter',
    'parseLabels',
    'parsePreprocessorConfig',
    'parsePretrainedConfig',
    'preparePhoto',
    'preparePixels',
    'preparedSize',
    'preprocessingFromOptions',
    'preset',
    'presets',
    'resize',
    'resizeFilters',
    'resizedSize',
    'toChannelsFirst',
    'toLuminance',
    'toRgb',
    'toRgbOrder',
  ]);
});
