import { elementwise, type Forward } from '@smoothgrad/autodiff/testing';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { anyShape, gradientProperty } from '../../../../../tests/support/gradientProperty.ts';
import { Gelu } from '../../../../autodiff/src/testing/reference/Gelu.ts';

const OP = 'com.microsoft.BiasGelu';
const forward: Forward = ([x, bias], node) => Gelu([elementwise(x!, bias!, (a, b) => a + b)], node);

test('com.microsoft.BiasGelu is what ONNX Runtime computes', async () => {
  const { operators } = await expectSameDecomposed(OP, { inputs: [{ shape: [2, 3, 40] }, { shape: [40] }] });
  expect(operators).toEqual(['Add', 'Div', 'Erf', 'Add', 'Mul', 'Mul', 'Identity']);
});

test('its gradient by both inputs agrees with central differences', async () => {
  // Never asked: the operator is gone before the graph is differentiated.
  const rule = { op: OP, backward: () => [] };
  const cases = anyShape(1, 4).map((shape) => ({ inputs: [{ shape }, { shape: shape.slice(-1) }] }));
  await expect(gradientProperty(rule, cases, { forward })).resolves.toBeUndefined();
});
