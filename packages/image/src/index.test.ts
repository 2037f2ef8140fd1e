import { expect, it } from 'vitest';
import * as api from './index.ts';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'ImageError',
    'MAX_PIXELS',
    'MIN_SIDE',
    'PhotoError',
    'PreprocessingError',
    'assumedPreprocessing',
    'centreCrop',
    'checkPhotoHeader',
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
    'pngFrames',
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
