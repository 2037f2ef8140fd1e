import { float, int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Gemm } from './Gemm.ts';

const length = fc.integer({ min: 1, max: 5 });
const factor = fc.constantFrom(undefined, 0.5, -2, 0);

/** Shapes that broadcast to [rows, columns], or no bias. */
const biasShape = (rows: number, columns: number) =>
  fc.constantFrom(undefined, [rows, columns], [1, columns], [rows, 1], [columns], [1], [] as number[]);

test('the gradient of Gemm agrees with central differences: transposed, scaled, any bias, any operand constant', async () => {
  const cases = fc.tuple(length, length, length).chain(([m, k, n]) =>
    fc
      .record({
        transA: fc.boolean(),
        transB: fc.boolean(),
        alpha: factor,
        beta: factor,
        bias: biasShape(m, n),
        constant: fc.nat(3),
      })
      .map(({ transA, transB, alpha, beta, bias, constant }) => ({
        inputs: [
          { shape: transA ? [k, m] : [m, k], constant: constant === 1 },
          { shape: transB ? [n, k] : [k, n], constant: constant === 2 },
          bias && { shape: bias, constant: constant === 3 },
        ],
        attributes: {
          ...(transA && { transA: int(1) }),
          ...(transB && { transB: int(1) }),
          ...(alpha !== undefined && { alpha: float(alpha) }),
          ...(beta !== undefined && { beta: float(beta) }),
        },
      })),
  );
  await expect(gradientProperty(Gemm, cases, { runs: 60 })).resolves.toBeUndefined();
});
