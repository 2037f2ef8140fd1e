import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../../tests/support/derivativesAt.ts';
import { anyShape, gradientProperty } from '../../../../../tests/support/gradientProperty.ts';
import { Gelu as forward } from '../../../../autodiff/src/testing/reference/Gelu.ts';

const OP = 'com.microsoft.Gelu';
/** Never asked: the operator is gone before the graph is differentiated. */
const rule = { op: OP, backward: () => [] };

test('com.microsoft.Gelu is what ONNX Runtime computes', async () => {
  const inputs = [{ shape: [2, 3, 40] }];
  const { operators } = await expectSameDecomposed(OP, { inputs });
  expect(operators).toEqual(['Div', 'Erf', 'Add', 'Mul', 'Mul', 'Identity']);
});

test('its gradient agrees with central differences', async () => {
  const cases = anyShape(1, 4).map((shape) => ({ inputs: [{ shape }] }));
  await expect(gradientProperty(rule, cases, { forward })).resolves.toBeUndefined();
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const { first, second } = await derivativesAt(rule, { inputs: [{ shape, values: tailPoints }] });
  const slopes = [0, 0, 0, 0, -0.0028217604, -0.083315471, 1.0833155, 1.0028218, 1, 1, 1, 1];
  const curvatures = [0, 0, 0, 0, -0.0089449976, 0.24197072, 0.24197072, -0.0089449976, 0, 0, 0, 0];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});
