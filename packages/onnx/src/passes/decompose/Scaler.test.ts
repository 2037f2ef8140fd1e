import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

const floats = (...value: number[]) => ({ kind: 'floats' as const, value });

test.each([
  [{ offset: floats(1, 2, -3), scale: floats(0.5, 2, -1) }, ['Sub', 'Mul', 'Identity']],
  [{ offset: floats(0.25), scale: floats(4) }, ['Sub', 'Mul', 'Identity']],
])('Scaler: case %#', async (attributes, expected) => {
  const { operators } = await expectSameDecomposed('ai.onnx.ml.Scaler', { inputs: [{ shape: [2, 3] }], attributes });
  expect(operators).toEqual(expected);
});
