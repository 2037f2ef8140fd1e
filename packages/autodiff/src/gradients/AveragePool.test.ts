import { int, ints } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { poolCases } from '../../../../tests/support/poolCases.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { AveragePool } from './AveragePool.ts';

const countIncludePad = fc.constantFrom(0, 1).map((value) => ({ count_include_pad: int(value) }));

describe('the gradient of AveragePool agrees with central differences', () => {
  test.each([
    ['1-D', 1, 30],
    ['2-D', 2, 60],
    ['3-D', 3, 15],
  ])('%s: strides, pads, ceil_mode, padding counted or not', async (_, rank, runs) => {
    const cases = poolCases({ rank, attributes: countIncludePad });
    await expect(gradientProperty(AveragePool, cases, { runs })).resolves.toBeUndefined();
    await expect(checkTangents(AveragePool, cases, { runs: 5 })).resolves.toBeUndefined();
  });

  test('auto_pad', async () => {
    const cases = poolCases({ rank: 2, autoPad: ['SAME_UPPER', 'SAME_LOWER', 'VALID'], attributes: countIncludePad });
    await expect(gradientProperty(AveragePool, cases, { runs: 40 })).resolves.toBeUndefined();
  });

  test('dilations (operator set 19)', async () => {
    const cases = poolCases({ rank: 2, dilation: 3, opset: 19, attributes: countIncludePad });
    await expect(gradientProperty(AveragePool, cases, { runs: 40 })).resolves.toBeUndefined();
  });
});

test('windows without an element are refused: in the padding, or behind the input where ceil_mode counts one', () => {
  const value = (name: string, length: number) => ({ name, type: 'float32' as const, shape: [1, 1, length] });
  const dilated = { kernel_shape: ints([2]), dilations: ints([2]), pads: ints([1, 1]) };
  const ceil = { kernel_shape: ints([1]), strides: ints([2]), ceil_mode: int(1) };
  const message = /AveragePool at node 'the node': one of its windows lies wholly in the padding/;
  expect(refusal(AveragePool, { attributes: dilated, inputs: [value('x', 1)], output: value('y', 1) })).toMatch(
    message,
  );
  expect(refusal(AveragePool, { attributes: ceil, inputs: [value('x', 2)], output: value('y', 2) })).toMatch(message);
  expect(refusal(AveragePool, { attributes: ceil, inputs: [value('x', 3)], output: value('y', 2) })).toBeUndefined();
});
