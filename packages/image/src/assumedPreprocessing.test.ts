import { expect, it } from 'vitest';
import { assumedPreprocessing } from './assumedPreprocessing.ts';
import { preset } from './preset.ts';

it("assumes torchvision's recipe for three channels, at the size of the input", () => {
  expect(assumedPreprocessing({ height: 224, width: 224, channels: 3 })).toEqual({
    ...preset('torchvision'),
    source: 'assumed',
  });
  const wide = assumedPreprocessing({ height: 224, width: 448, channels: 3 });
  expect(wide.crop).toEqual({ width: 448, height: 224, rounding: 'half-even' });
  expect(wide.resize).toEqual({ mode: 'shortest-edge', size: 512 });
});

it('assumes luminance in 0..1 at exactly the size of the input for one channel', () => {
  expect(assumedPreprocessing({ height: 28, width: 20, channels: 1 })).toEqual({
    resize: { mode: 'exact', width: 20, height: 28 },
    filter: 'bilinear',
    rescale: 1 / 255,
    mean: [0],
    std: [1],
    channels: 'L',
    source: 'assumed',
  });
});

it('leaves pixels in 0..255 for a model that takes whole numbers', () => {
  const whole = assumedPreprocessing({ height: 224, width: 224, channels: 3, isWhole: true });
  expect(whole).toEqual({ ...preset('torchvision'), rescale: 1, mean: [0], std: [1], source: 'assumed' });
});

it('refuses an input without a size', () => {
  expect(() => assumedPreprocessing({ height: -1, width: 224, channels: 3 })).toThrow(
    'The height of the model input is -1',
  );
});
