import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { anyShape, gradientProperty } from '../../../../../tests/support/gradientProperty.ts';

test.each([
  ['float32', ['Identity']],
  ['float64', ['Cast', 'Identity']],
  ['int64', ['Cast', 'Identity']],
] as const)('CastLike to %s is a Cast where the types differ', async (type, expected) => {
  const inputs = [{ shape: [2, 3] }, { shape: [1], type, constant: true, values: [1] }];
  const { operators } = await expectSameDecomposed('CastLike', { inputs });
  expect(operators).toEqual(expected);
});

test('its gradient passes', async () => {
  const rule = { op: 'CastLike', backward: () => [] };
  const cases = anyShape(1, 3).map((shape) => ({
    inputs: [{ shape }, { shape: [1], type: 'float64' as const, constant: true, values: [1] }],
  }));
  await expect(gradientProperty(rule, cases, { forward: ([x]) => x! })).resolves.toBeUndefined();
});
