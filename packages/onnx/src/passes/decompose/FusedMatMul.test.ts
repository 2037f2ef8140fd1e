import { float, int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectNotDecomposed, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

const length = fc.integer({ min: 1, max: 4 });

/** A matrix stack as `transBatch` and `trans` want it given, in axes of the stack of m×k matrices. */
function given(lead: readonly number[], m: number, k: number, batch: boolean, matrix: boolean): number[] {
  const [rows, columns] = matrix ? [k, m] : [m, k];
  return batch ? [rows, ...lead, columns] : [...lead, rows, columns];
}

test('FusedMatMul is a MatMul of transposed operands', async () => {
  const cases = fc.record({
    lead: fc.array(length, { maxLength: 2 }),
    sizes: fc.tuple(length, length, length),
    flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
    alpha: fc.constantFrom(undefined, 0.125, -3),
    constant: fc.boolean(),
  });
  const property = fc.asyncProperty(cases, async ({ lead, sizes: [m, k, n], flags, alpha, constant }) => {
    const [transA, transB, batchA, batchB] = flags.map((flag, i) => flag && (i < 2 || lead.length > 0));
    const a = { shape: given(lead, m, k, batchA!, transA!) };
    const b = { shape: given(lead, k, n, batchB!, transB!), constant };
    const attributes = {
      transA: int(Number(transA)),
      transB: int(Number(transB)),
      ...(batchA && { transBatchA: int(1) }),
      ...(batchB && { transBatchB: int(1) }),
      ...(alpha !== undefined && { alpha: float(alpha) }),
    };
    const { y } = await expectSameDecomposed('com.microsoft.FusedMatMul', { inputs: [a, b], attributes });
    expect(y.shape).toEqual([...lead, m, n]);
  });
  await fc.assert(property, { seed: 1, numRuns: 60 });
});

test.each([
  [[4], [4, 5], { transA: 1 }],
  [[3, 4], [4], { transB: 1 }],
  [[4], [4], { transA: 1, transB: 1 }],
  [[4], [5, 4], { transB: 1 }],
  [[4, 3], [2, 5, 4], { transA: 1, transB: 1 }],
])('vectors are not transposed, and batches are broadcast: %j · %j %j', async (a, b, flags) => {
  const attributes = Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, int(value)]));
  await expectSameDecomposed('com.microsoft.FusedMatMul', { inputs: [{ shape: a }, { shape: b }], attributes });
});

test('a transposed matrix before a vector is left alone: the kernel of ONNX Runtime does not transpose it', async () => {
  const inputs = [{ shape: [4, 3] }, { shape: [4] }];
  const attributes = { transA: int(1) };
  await expectNotDecomposed('com.microsoft.FusedMatMul', { inputs, attributes }, 'without transposing');
});
