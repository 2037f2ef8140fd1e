import { elementwise, type Forward } from '@smoothgrad/autodiff/testing';
import { type GraphNode, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../../tests/support/derivativesAt.ts';
import { anyShape, gradientProperty } from '../../../../../tests/support/gradientProperty.ts';
import { Gelu } from '../../../../autodiff/src/testing/reference/Gelu.ts';

const OP = 'com.microsoft.FastGelu';
/** Never asked: the operator is gone before the graph is differentiated. */
const rule = { op: OP, backward: () => [] };

const forward: Forward = ([x, bias], node) => {
  const tanh: GraphNode = { ...node, attributes: new Map([['approximate', string('tanh')]]) };
  return Gelu([bias ? elementwise(x!, bias, (a, b) => a + b) : x], tanh);
};

test.each([
  ['a bias', [{ shape: [40] }]],
  ['no bias', []],
])('com.microsoft.FastGelu is what ONNX Runtime computes: with %s', async (_, bias) => {
  const { operators } = await expectSameDecomposed(OP, { inputs: [{ shape: [2, 3, 40] }, ...bias] });
  expect(operators).toEqual([...bias.map(() => 'Add'), 'Mul', 'Mul', 'Add', 'Mul', 'Sigmoid', 'Mul', 'Identity']);
});

test('its gradient by both inputs agrees with central differences', async () => {
  const cases = fc
    .tuple(anyShape(1, 4), fc.boolean())
    .map(([shape, biased]) => ({ inputs: [{ shape }, ...(biased ? [{ shape: shape.slice(-1) }] : [])] }));
  await expect(gradientProperty(rule, cases, { forward })).resolves.toBeUndefined();
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const { first, second } = await derivativesAt(rule, { inputs: [{ shape, values: tailPoints }] });
  const slopes = [0, 0, 0, 0, -0.0024226438, -0.082964084, 1.0829641, 1.0024226, 1, 1, 1, 1];
  const curvatures = [0, 0, 0, 0, -0.0085494592, 0.2421482, 0.2421482, -0.0085494592, 0, 0, 0, 0];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});
