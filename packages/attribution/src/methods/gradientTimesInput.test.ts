import { describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import { smoothGrad } from '../smoothing/smoothGrad.ts';
import { gradientTimesInput } from './gradientTimesInput.ts';
import type { Problem } from './method.ts';

/** S_0 = Σ x², S_1 = Σ 3x. */
const problem: Problem = {
  classifier: fakeClassifier({
    width: 3,
    classes: 2,
    gradient: (x, cotangent) => ({
      gradient: x.map((value) => 2 * value * cotangent[0]! + 3 * cotangent[1]!),
      logits: Float32Array.of(0, 0),
    }),
  }),
  tensor: Float32Array.of(1, -2, 0.5),
  cotangents: [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(1, -1)],
};

describe('gradientTimesInput', () => {
  it('multiplies each gradient by the prepared tensor', async () => {
    const { findings } = await gradientTimesInput.evaluate(problem, problem.tensor);
    expect(findings.map(({ map }) => [...map])).toEqual([
      [2, 8, 0.5],
      [3, -6, 1.5],
      [-1, 14, -1],
    ]);
    expect(gradientTimesInput.unit.order).toBe(0);
  });

  it('smoothed, each noisy copy is multiplied by itself: the mean of 2(x + ε)²', async () => {
    const noise = (sample: number) => Float32Array.of(...(sample === 0 ? [1, 1, 1] : [-3, 0, 2]));
    const method = smoothGrad(gradientTimesInput, { samples: 2, noise });
    expect(method.name).toBe('smoothgrad(gradient-times-input)');
    let map: number[] = [];
    for await (const { targets } of method.refine(problem)) map = [...targets[0]!.map()];
    // (2², (−1)², 1.5²) and ((−2)², (−2)², 2.5²).
    expect(map).toEqual([8, 5, 8.5]);
  });
});
