import { describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import { gradient } from './gradient.ts';
import type { Problem } from './method.ts';
import { NonFiniteError } from './nonFiniteError.ts';

const returning = (map: number[], logits: number[] = [0]): Problem => ({
  classifier: fakeClassifier({
    width: map.length,
    gradient: () => ({ gradient: Float32Array.from(map), logits: Float32Array.from(logits) }),
  }),
  tensor: new Float32Array(map.length),
  cotangents: [Float32Array.of(1)],
});

describe('gradient', () => {
  it('is what the classifier returns, once', async () => {
    const estimates = [];
    for await (const estimate of gradient.refine(returning([1, -2], [3]))) estimates.push(estimate);
    expect(estimates).toHaveLength(1);
    const [{ samples, total, logits, targets }] = estimates as [(typeof estimates)[0] & object];
    const estimate = targets[0]!;
    expect([samples, total]).toEqual([1, 1]);
    expect([...estimate.map()]).toEqual([1, -2]);
    expect([...logits[0]!]).toEqual([3]);
    expect(estimate.standardError()).toBeUndefined();
    expect(estimate.relativeStandardError()).toBeNull();
  });

  it('adds no noise and has no seed', () => {
    expect(gradient).toMatchObject({ name: 'gradient' });
    expect('seed' in gradient || 'noise' in gradient).toBe(false);
  });

  it('runs nothing when stopped before', async () => {
    const problem = { ...returning([1]), signal: AbortSignal.abort() };
    expect(await gradient.refine(problem).next()).toEqual({ done: true, value: undefined });
  });

  it.each([
    [[0, Number.NaN], [0]],
    [[Number.POSITIVE_INFINITY, 1], [0]],
    [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], [0]],
    [[0, 1], [Number.NaN]],
    [[0, 1], [Number.NEGATIVE_INFINITY]],
  ])('refuses the map %j with logits %j, naming the layer', async (map, logits) => {
    const problem = returning(map, logits);
    await expect(gradient.evaluate(problem, problem.tensor)).rejects.toThrow(NonFiniteError);
    await expect(gradient.evaluate(problem, problem.tensor)).rejects.toThrow(
      'comes from a fake layer. Check the preprocessing',
    );
  });

  it('takes the largest float32 for a number', async () => {
    const problem = returning(new Array(1000).fill(3.4e38));
    const { findings } = await gradient.evaluate(problem, problem.tensor);
    expect(findings[0]!.map).toHaveLength(1000);
  });
});
