import { float, int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
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

test('float64 has all its digits; factors are float32 in ONNX', async () => {
  const type = 'float64' as const;
  const inputs = [
    { shape: [1, 2], type },
    { shape: [2, 1], type, values: [0.1, 1 / 3] },
    { shape: [], type },
  ];
  const attributes = { alpha: float(Math.fround(0.3)), beta: float(Math.fround(0.7)) };
  const gradient = await gradientAt(Gemm, { inputs, attributes });
  expect(gradient[0]).toBeCloseTo(Math.fround(0.3) * 0.1, 15);
  expect(gradient[1]).toBeCloseTo(Math.fround(0.3) / 3, 15);
  const [bias] = await gradientAt(Gemm, { inputs, attributes, wrt: [2] });
  expect(bias).toBeCloseTo(Math.fround(0.7), 15);
});
