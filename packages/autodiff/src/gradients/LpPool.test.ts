import { int, ints } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { poolCases } from '../../../../tests/support/poolCases.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { LpPool } from './LpPool.ts';

const norms = fc.constantFrom(1, 2, 3, 4).map((p) => ({ p: int(p) }));
// Odd multiples of 1/32: where p is 1 or 3 the switch at 0 is farther away than the differences reach.
const second = { step: 1e-4, tolerance: 5e-4 };

describe('the gradient of LpPool agrees with central differences', () => {
  test.each([
    ['1-D', 1, 30],
    ['2-D', 2, 60],
    ['3-D', 3, 10],
  ])('%s: norms, strides, pads, dilations, ceil_mode', async (_, rank, runs) => {
    const cases = poolCases({ rank, dilation: 2, attributes: norms });
    await expect(gradientProperty(LpPool, cases, { runs, second })).resolves.toBeUndefined();
    await expect(checkTangents(LpPool, cases, { runs: 5 })).resolves.toBeUndefined();
  });

  test('auto_pad', async () => {
    const cases = poolCases({ rank: 2, autoPad: ['SAME_UPPER', 'SAME_LOWER', 'VALID'], attributes: norms });
    await expect(gradientProperty(LpPool, cases, { runs: 30, second })).resolves.toBeUndefined();
  });
});

test.each([
  [1, [2, -2, 0, 0, 5, 0]],
  [2, [1.2, -1.6, 0, 0, 5, 0]],
])('known slopes, and 0 where x or the whole window is 0: p = %d', async (p, expected) => {
  const gradientCase = {
    inputs: [{ shape: [1, 1, 6], values: [3, -4, 0, 0, 7, 0] }],
    attributes: { p: int(p), kernel_shape: ints([2]), strides: ints([2]) },
  };
  const gradient = await gradientAt(LpPool, gradientCase, [2, 3, 5]);
  gradient.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5);
  });
});

test('windows without an element are refused', () => {
  const value = (name: string, length: number) => ({ name, type: 'float32' as const, shape: [1, 1, length] });
  const attributes = { kernel_shape: ints([2]), dilations: ints([2]), pads: ints([1, 1]) };
  expect(refusal(LpPool, { attributes, inputs: [value('x', 1)], output: value('y', 1) })).toMatch(
    "LpPool at node 'the node': one of its windows lies wholly in the padding",
  );
});
