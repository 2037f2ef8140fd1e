import { type Attribute, int } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Cast } from './Cast.ts';

/** `TensorProto.DataType` */
const to = { float32: int(1), float64: int(11) } satisfies Record<string, Attribute>;

test.each([
  ['float32', 'float64'],
  ['float64', 'float32'],
  ['float32', 'float32'],
] as const)('the gradient of a Cast from %s to %s passes through', async (type, target) => {
  const cases = anyShape(1, 3).map((shape) => ({ inputs: [{ shape, type }], attributes: { to: to[target] } }));
  await expect(gradientProperty(Cast, cases, { runs: 15 })).resolves.toBeUndefined();
});

test('the gradient comes back in the type of the input', async () => {
  const third = 1 / 3;
  const found = await gradientAt(Cast, { inputs: [{ shape: [1], values: [2] }], attributes: { to: to.float64 } }, [
    third,
  ]);
  expect(found).toEqual([Math.fround(third)]);
});
