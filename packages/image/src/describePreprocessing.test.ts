import { expect, it } from 'vitest';
import { assumedPreprocessing } from './assumedPreprocessing.ts';
import { describePreprocessing } from './describePreprocessing.ts';
import { preset } from './preset.ts';

it('says everything in one line', () => {
  expect(describePreprocessing(preset('torchvision'))).toBe(
    'shortest edge to 256 (bilinear), centre crop 224x224, RGB, pixels x 1/255, mean 0.485 0.456 0.406, std 0.229 0.224 0.225 (preset torchvision)',
  );
  expect(describePreprocessing(preset('caffe'))).toBe(
    'shortest edge to 256 (bilinear), centre crop 224x224, BGR, pixels 0..255, mean 103.939 116.779 123.68 (preset caffe)',
  );
  expect(describePreprocessing(assumedPreprocessing({ height: 28, width: 28, channels: 1 }))).toBe(
    'resized to 28x28 (bilinear), L, pixels x 1/255 (assumed)',
  );
  expect(describePreprocessing({ ...preset('caffe'), resize: { mode: 'none' }, crop: undefined, rescale: 2 })).toBe(
    'not resized, BGR, pixels x 2, mean 103.939 116.779 123.68 (preset caffe)',
  );
});
