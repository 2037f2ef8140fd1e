import { float, int } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

test('TransposeMatMul is a MatMul of transposed operands', async () => {
  const { operators } = await expectSameDecomposed('com.microsoft.TransposeMatMul', {
    inputs: [{ shape: [2, 4, 3] }, { shape: [2, 5, 4] }],
    attributes: { transA: int(1), transB: int(1), alpha: float(0.5) },
  });
  expect(operators).toEqual(['Transpose', 'Transpose', 'MatMul', 'Mul', 'Identity']);
});
