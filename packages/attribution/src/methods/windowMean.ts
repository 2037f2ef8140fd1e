import type { Window } from './windows.ts';

/** For each pixel, the mean of the values of all windows that cover it. */
export interface WindowMean {
  add(window: Window, value: number): void;
  /** [H,W]; 0 where no window was so far. A new array. */
  mean(): Float32Array;
}

export function createWindowMean({ height, width }: { readonly height: number; readonly width: number }): WindowMean {
  const sums = new Float64Array(height * width);
  const counts = new Uint32Array(height * width);
  return {
    add({ top, bottom, left, right }, value) {
      for (let row = top; row < bottom; row++) {
        for (let at = row * width + left; at < row * width + right; at++) {
          sums[at]! += value;
          counts[at]! += 1;
        }
      }
    },
    mean: () => Float32Array.from(sums, (sum, i) => (counts[i] === 0 ? 0 : sum / counts[i]!)),
  };
}
