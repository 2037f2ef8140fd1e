import type { GradientRule } from '@smoothgrad/autodiff';
import { at, type Forward, type GradientCase, tabulate } from '@smoothgrad/autodiff/testing';
import { int, intAttribute, string, stringAttribute } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, oneNodeModel } from '../packages/autodiff/src/testing/oneNodeModel.ts';
import { runBackward } from '../packages/autodiff/src/testing/runBackward.ts';
import { engine, gradientProperty } from './support/gradientProperty.ts';

/** Never asked: GridSample is decomposed before. */
const GridSample: GradientRule = { op: 'GridSample', backward: () => [] };

/** Two-dimensional, as PyTorch's `grid_sample` computes it. */
const forward: Forward = ([x, grid], node) => {
  const mode = stringAttribute(node, 'mode', 'linear');
  const padding = stringAttribute(node, 'padding_mode', 'zeros');
  const aligned = intAttribute(node, 'align_corners', 0) === 1;
  const [batch = 1, channels = 1, height = 1, width = 1] = x!.shape;
  const [, rows = 1, columns = 1] = grid!.shape;
  const axis = (value: number, length: number) =>
    taps(aligned ? ((value + 1) / 2) * (length - 1) : ((value + 1) * length - 1) / 2, mode).map(([pixel, weight]) => ({
      pixel: padding === 'reflection' ? reflect(pixel, length, aligned) : Math.min(Math.max(pixel, 0), length - 1),
      weight: padding === 'zeros' && (pixel < 0 || pixel >= length) ? 0 : weight,
    }));
  return tabulate([batch, channels, rows, columns], ([n = 0, c = 0, i = 0, j = 0]) =>
    axis(at(grid!, [n, i, j, 1]), height).reduce(
      (sum, row) =>
        axis(at(grid!, [n, i, j, 0]), width).reduce(
          (line, column) => line + row.weight * column.weight * at(x!, [n, c, row.pixel, column.pixel]),
          sum,
        ),
      0,
    ),
  );
};

function taps(p: number, mode: string): [pixel: number, weight: number][] {
  const base = Math.floor(p);
  if (mode === 'nearest') return [[Math.round(p), 1]];
  if (mode === 'bilinear') return [0, 1].map((k) => [base + k, 1 - Math.abs(p - base - k)]);
  return [-1, 0, 1, 2].map((k) => [base + k, keys(Math.abs(p - base - k))]);
}

/** Keys' cubic convolution with a = −0.75. */
function keys(d: number): number {
  const a = -0.75;
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  return a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a;
}

function reflect(pixel: number, length: number, aligned: boolean): number {
  let p = pixel;
  const [low, high] = aligned ? [0, length - 1] : [-0.5, length - 0.5];
  while (p < low || p > high) p = p < low ? 2 * low - p : 2 * high - p;
  return p;
}

const length = fc.integer({ min: 2, max: 4 });

/** Points between pixels, up to one and a half image sizes outside. */
const cases: fc.Arbitrary<GradientCase> = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 2 }),
    size: fc.tuple(length, length),
    points: fc.tuple(length, fc.integer({ min: 1, max: 3 })),
    mode: fc.constantFrom('bilinear', 'nearest', 'bicubic'),
    padding: fc.constantFrom('zeros', 'border', 'reflection'),
    aligned: fc.boolean(),
    constant: fc.nat(2),
  })
  .chain(({ batch, channels, size, points: [rows, columns], mode, padding, aligned, constant }) => {
    const count = batch * rows * columns;
    const pixel = fc.tuple(fc.integer({ min: -5, max: 8 }), fc.constantFrom(0.2, 0.3, 0.7, 0.8));
    return fc.array(fc.tuple(pixel, pixel), { minLength: count, maxLength: count }).map((places) => {
      const [height, width] = size;
      const normal = ([whole, part]: readonly [number, number], n: number) =>
        aligned ? (2 * (whole + part)) / (n - 1) - 1 : (2 * (whole + part) + 1) / n - 1;
      const values = places.flatMap(([x, y]) => [normal(x, width), normal(y, height)]);
      return {
        inputs: [
          { shape: [batch, channels, height, width], constant: constant === 1 },
          { shape: [batch, rows, columns, 2], values, constant: constant === 2 },
        ],
        attributes: { mode: string(mode), padding_mode: string(padding), align_corners: int(Number(aligned)) },
        wrt: mode === 'nearest' ? [0] : undefined,
      } as GradientCase;
    });
  });

test('the gradient of GridSample by the image and by the grid agrees with central differences', async () => {
  const property = gradientProperty(GridSample, cases, { runs: 60, forward, forwardTolerance: 1e-4, secondOrder: 6 });
  await expect(property).resolves.toBeUndefined();
});

/** Points on pixels, edges and behind them; torch.nn.functional.grid_sample of PyTorch 2.13, gradient by the x of each point. */
test.each([
  ['zeros', 0, [19.575, 19.575, 19.575, 11.85, 14.85, 14.85, -46.275, -46.275, -46.275, 0]],
  ['zeros', 1, [11.7, 11.7, 7.6, 7.6, 9.6, 9.6, -28.9, -28.9, -28.9, 0]],
  ['border', 0, [0, 0, 0, 11.85, 14.85, 14.85, 0, 0, 0, 0]],
  ['border', 1, [0, 0, 0, 7.6, 9.6, 9.6, 0, 0, 0, 0]],
  ['reflection', 0, [0, 0, 0, 11.85, 14.85, 14.85, 0, 0, 0, -14.85]],
  ['reflection', 1, [-9.6, -7.6, 0, 7.6, 9.6, 9.6, 0, -9.6, -9.6, -7.6]],
])('as PyTorch at pixels and edges: %s, align_corners %i', async (padding, aligned, expected) => {
  const places = [-1, -0.5, 0, 0.25, 1, 1.5, 2, 2.5, 2.75, 3.25];
  const normal = (p: number) => (aligned === 1 ? p - 1 : (2 * p + 1) / 3 - 1);
  const single = oneNodeModel('GridSample', {
    inputs: [
      { shape: [1, 1, 3, 3], values: Array.from({ length: 9 }, (_, i) => i * i), constant: true },
      { shape: [1, 1, 10, 2], values: places.flatMap((p) => [normal(p), 0.1]) },
    ],
    attributes: { padding_mode: string(padding), align_corners: int(aligned), mode: string('bilinear') },
  });
  const { gradients } = await runBackward(GridSample, single, Array(10).fill(1), engine);
  const byX = Array.from(decode(gradients[1]!)).filter((_, i) => i % 2 === 0);
  byX.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 3);
  });
});
