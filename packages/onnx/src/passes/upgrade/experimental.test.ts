import { float, ints } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

const bias = { kind: 'floats' as const, value: [0.5, -1, 2] };

test.each([
  ['ImageScaler', { bias, scale: float(0.25) }, ['Mul', 'Add']],
  ['ImageScaler', { bias }, ['Mul', 'Add']],
  ['Scale', { scale: float(2.5) }, ['Mul']],
  ['Scale', {}, ['Mul']],
  ['Affine', { alpha: float(2), beta: float(-1) }, ['Mul', 'Add']],
  ['ParametricSoftplus', { alpha: float(2), beta: float(0.5) }, ['Mul', 'Softplus', 'Mul']],
  ['ScaledTanh', { alpha: float(2), beta: float(0.5) }, ['Mul', 'Tanh', 'Mul']],
  ['Crop', { border: ints([1, 2, 0, 1]) }, ['Slice']],
  ['Crop', { border: ints([0, 0, 0, 0]) }, ['Slice']],
  ['Crop', { border: ints([1, 2, 1, 1]), scale: ints([3, 2]) }, ['Slice']],
] as const)('%s: case %#', async (op, attributes, expected) => {
  for (const opset of [7, 9]) {
    const { operators } = await expectSameOutputs(oldNode(op, opset, [2, 3, 6, 5], attributes));
    expect(operators).toEqual(expected);
  }
});
