import { distinctValues } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { variadicCases } from '../../../../tests/support/variadicCases.ts';
import { Min } from './Min.ts';

/** Numbers of which no two are equal, dealt out to inputs of these shapes. */
function distinctInputs(shapes: readonly (readonly number[])[], seed: number): { shape: number[]; values: number[] }[] {
  const counts = shapes.map((shape) => shape.reduce((a, b) => a * b, 1));
  const values = Array.from(distinctValues([counts.reduce((a, b) => a + b)], seed));
  return shapes.map((shape, i) => ({ shape: [...shape], values: values.splice(0, counts[i]) }));
}

describe('the gradient of Min agrees with central differences', () => {
  test.each(['float32', 'float64'] as const)('one to four inputs, broadcast in all directions: %s', async (type) => {
    const cases = fc.tuple(variadicCases, fc.nat(999)).map(([shapes, seed]) => ({
      inputs: distinctInputs(shapes, seed).map((input) => ({ ...input, type })),
    }));
    await expect(gradientProperty(Min, cases, { runs: 40 })).resolves.toBeUndefined();
  });

  test('some inputs constant', async () => {
    const cases = fc.tuple(variadicCases, fc.nat(999), fc.nat(3)).map(([shapes, seed, moving]) => ({
      inputs: distinctInputs(shapes, seed).map((input, i) => ({ ...input, constant: i !== moving % shapes.length })),
    }));
    await expect(gradientProperty(Min, cases, { runs: 40 })).resolves.toBeUndefined();
  });
});

describe('equal inputs share evenly, as torch.minimum', () => {
  const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minusInf } = Number;
  const a = [1, 2, 3, minusInf, inf, 0, 3];
  const b = [2, 2, 2, minusInf, inf, -0, minusInf];
  const [slopesOfA, slopesOfB] = [
    [1, 0.5, 0, 0.5, 0.5, 0.5, 0],
    [0, 0.5, 1, 0.5, 0.5, 0.5, 1],
  ];
  const pair = (constant: boolean) => ({
    inputs: [
      { shape: [7], values: a },
      { shape: [7], values: b, constant },
    ],
  });

  test('two computed inputs, also where both are infinite', async () => {
    expect(await gradientAt(Min, pair(false))).toEqual(slopesOfA);
    expect(await gradientAt(Min, { ...pair(false), wrt: [1] })).toEqual(slopesOfB);
  });

  test('one of them a constant', async () => {
    expect(await gradientAt(Min, pair(true))).toEqual(slopesOfA);
    const zero = { shape: [], values: [0], constant: true };
    const x = { shape: [7], values: [-1, -(2 ** -126), 0, -0, 2 ** -126, inf, minusInf] };
    const expected = [1, 1, 0.5, 0.5, 0, 0, 1];
    expect(await gradientAt(Min, { inputs: [x, zero] })).toEqual(expected);
    expect(await gradientAt(Min, { inputs: [zero, x] })).toEqual(expected);
  });

  test('three inputs', async () => {
    const inputs = [
      [1, 5, 5],
      [1, 5, 2],
      [1, 2, 5],
    ].map((values) => ({ shape: [3], values }));
    const slopes = await Promise.all([0, 1, 2].map((i) => gradientAt(Min, { inputs, wrt: [i] }, [3, 2, 2])));
    expect(slopes).toEqual([
      [1, 0, 0],
      [1, 0, 2],
      [1, 2, 0],
    ]);
  });

  test('one input twice in float64', async () => {
    const inputs = [3, 3].map((value) => ({ shape: [1], type: 'float64' as const, values: [value] }));
    expect(await gradientAt(Min, { inputs })).toEqual([0.5]);
  });
});
