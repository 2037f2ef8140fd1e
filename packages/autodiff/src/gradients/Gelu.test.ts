import { string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { Gelu } from './Gelu.ts';

const opset = 20;

test('the gradient of Gelu agrees with central differences, exact and approximate', async () => {
  const cases = fc.tuple(anyShape(1, 4), fc.constantFrom(undefined, 'none', 'tanh')).map(([shape, approximate]) => ({
    inputs: [{ shape }],
    opset,
    ...(approximate !== undefined && { attributes: { approximate: string(approximate) } }),
  }));
  await expect(gradientProperty(Gelu, cases, { secondOrder: 6 })).resolves.toBeUndefined();
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64: exact (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(Gelu, { inputs, opset });
  const slopes = [0, 0, 0, 0, -0.0028217604, -0.083315471, 1.0833155, 1.0028218, 1, 1, 1, 1];
  const curvatures = [0, 0, 0, 0, -0.0089449976, 0.24197072, 0.24197072, -0.0089449976, 0, 0, 0, 0];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});

test.each(tailShapes)(
  'the first two derivatives far out, as PyTorch in float64: approximate (shape %j)',
  async (shape) => {
    const inputs = [{ shape, values: tailPoints }];
    const { first, second } = await derivativesAt(Gelu, { inputs, opset, attributes: { approximate: string('tanh') } });
    const slopes = [0, 0, 0, 0, -0.0024226438, -0.082964084, 1.0829641, 1.0024226, 1, 1, 1, 1];
    const curvatures = [0, 0, 0, 0, -0.0085494592, 0.2421482, 0.2421482, -0.0085494592, 0, 0, 0, 0];
    expect(farthest(first, slopes)).toBeLessThan(2e-6);
    expect(farthest(second, curvatures)).toBeLessThan(2e-6);
  },
);

test.each([
  ['none', 1e20],
  ['tanh', 1e10],
])('no NaN very far out: %s', async (approximate, far) => {
  const inputs = [{ shape: [2], values: [-far, far] }];
  const attributes = { approximate: string(approximate) };
  const { first, second } = await derivativesAt(Gelu, { inputs, opset, attributes });
  expect(first.map(Math.abs)).toEqual([0, 1]);
  expect(second.map(Math.abs)).toEqual([0, 0]);
});

test('an approximation that does not exist is refused', () => {
  const value = (name: string) => ({ name, type: 'float32' as const, shape: [2] });
  const refusalCase = { inputs: [value('x')], output: value('y') };
  expect(refusal(Gelu, { ...refusalCase, attributes: { approximate: string('sigmoid') } })).toMatch(
    'its approximation \'sigmoid\' is neither "none" nor "tanh"',
  );
  expect(refusal(Gelu, refusalCase)).toBeUndefined();
});
