import type { TensorSpec } from '@smoothgrad/image';
import { elementIndex } from '@smoothgrad/image';
import { describe, expect, it } from 'vitest';
import { createPatchReplacer } from './patchReplacer.ts';

const [window, margin] = [2, 1];
const size = window + 2 * margin;
const d = 3 * size * size;
const spec: TensorSpec = { layout: 'NHWC', channels: 'BGR', height: 6, width: 7 };
const photo = { spec, gain: Float64Array.of(2, 4, 8), offset: Float64Array.of(-1, 0, 3) };
const indexOf = elementIndex(spec);
const mean = Float64Array.from({ length: d }, (_, i) => i / 100);
/** All pixels rise and fall together, but for a thousandth. */
const common = Float64Array.from({ length: d * d }, (_, i) => 1 + (i % (d + 1) === 0 ? 1e-6 : 0));
const independent = Float64Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? 1e-10 : 0));

/** [1,H,W,C] of pixels. */
function tensorOf(pixel: (channel: number, row: number, column: number) => number): Float32Array {
  const tensor = new Float32Array(3 * 6 * 7);
  for (let channel = 0; channel < 3; channel++) {
    for (let row = 0; row < 6; row++) {
      for (let column = 0; column < 7; column++) {
        tensor[indexOf(channel, row, column)] =
          pixel(channel, row, column) * photo.gain[channel]! + photo.offset[channel]!;
      }
    }
  }
  return tensor;
}

describe('createPatchReplacer', () => {
  const draw = { seed: 0, draw: 0 };
  /** The patch's corner: a margin away, but inside the image. */
  it.each([
    [{ top: 2, left: 3 }, [1, 2]],
    [{ top: 0, left: 0 }, [0, 0]],
    [{ top: 4, left: 5 }, [2, 3]],
    [{ top: 0, left: 4 }, [0, 3]],
  ] as const)('at %j the patch starts at %j', (at, [patchTop, patchLeft]) => {
    const { replaced } = createPatchReplacer({ mean, covariance: independent }, photo, { window, margin });
    const tensor = tensorOf(() => 0.5);
    const result = replaced(tensor, at, draw);
    for (let channel = 0; channel < 3; channel++) {
      for (let row = 0; row < 6; row++) {
        for (let column = 0; column < 7; column++) {
          const i = indexOf(channel, row, column);
          const isInside = row >= at.top && row < at.top + window && column >= at.left && column < at.left + window;
          if (!isInside) {
            expect(result[i]).toBe(tensor[i]);
            continue;
          }
          const expected = mean[(channel * size + row - patchTop) * size + column - patchLeft]!;
          expect((result[i]! - photo.offset[channel]!) / photo.gain[channel]!).toBeCloseTo(expected, 3);
        }
      }
    }
  });

  it('fits to what is around it', () => {
    const { replaced } = createPatchReplacer({ mean, covariance: common }, photo, { window, margin });
    // The surroundings are 0.3 above their mean; the window itself says something else, and nobody asks it.
    const around = (channel: number, row: number, column: number) =>
      mean[(channel * size + row - 1) * size + column - 2]! + 0.3;
    const isWindow = (row: number, column: number) => row >= 2 && row < 4 && column >= 3 && column < 5;
    const tensor = tensorOf((channel, row, column) =>
      row < 1 || row > 4 || column < 2 || column > 5 ? 0 : isWindow(row, column) ? 99 : around(channel, row, column),
    );
    const result = replaced(tensor, { top: 2, left: 3 }, draw);
    for (let channel = 0; channel < 3; channel++) {
      const pixel = (result[indexOf(channel, 3, 4)]! - photo.offset[channel]!) / photo.gain[channel]!;
      // 5 standard deviations.
      expect(Math.abs(pixel - around(channel, 3, 4))).toBeLessThan(5e-3);
    }
  });

  it('each draw is another, and always the same', () => {
    const { replaced } = createPatchReplacer({ mean, covariance: common }, photo, { window, margin });
    const at = { top: 1, left: 1 };
    const of = (seed: number, k: number) =>
      String([
        ...replaced(
          tensorOf(() => 0.2),
          at,
          { seed, draw: k },
        ),
      ]);
    expect(of(1, 2)).toBe(of(1, 2));
    expect(new Set([of(1, 2), of(1, 3), of(2, 2)]).size).toBe(3);
  });
});
