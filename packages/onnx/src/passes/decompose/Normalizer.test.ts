import { string } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

const OP = 'ai.onnx.ml.Normalizer';

test.each([
  ['MAX', 'ReduceMax'],
  ['L1', 'ReduceL1'],
  ['L2', 'ReduceL2'],
])('Normalizer of norm %s, also of a row of zeros', async (norm, reduction) => {
  const values = [1, -2, 3, 0, 0, 0, -1, -2, -0.5, 0.5, 0, 0];
  const attributes = { norm: string(norm) };
  const { operators, y } = await expectSameDecomposed(OP, { inputs: [{ shape: [4, 3], values }], attributes });
  expect(operators).toContain(reduction);
  expect(Array.from(y.data, Number).slice(3, 6)).toEqual([0, 0, 0]);
});
