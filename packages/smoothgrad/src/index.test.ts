import { expect, it } from 'vitest';
import * as smoothgrad from './index.ts';

it('exports these names', () => {
  expect(Object.keys(smoothgrad).sort()).toEqual([
    'colormaps',
    'createNodeEngine',
    'defaultModelPath',
    'drawPicture',
    'encodePng',
    'explain',
    'gradient',
    'labelOf',
    'layouts',
    'loadModel',
    'openPhotoClassifier',
    'pixelMap',
    'preset',
    'presets',
    'readProvenance',
    'refine',
    'resolveTarget',
    'scaleMap',
    'smoothGrad',
  ]);
});
