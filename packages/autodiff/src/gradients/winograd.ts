import { elementCount, type GraphBuilder, int, ints, string, type Target, type Value } from '@smoothgrad/onnx';
import { cropped } from './convolution.ts';
import { type Pads, spatial } from './spatial.ts';

/**
 * A convolution with a 3 × 3 kernel in a quarter of the multiplications: Winograd's minimal filtering F(4 × 4, 3 × 3) (Lavin and Gray
 * 2016, §4). The image is cut into tiles of 6 × 6 that overlap by 2, each tile and each kernel is brought to 36 numbers in
 * which the convolution is a product, summed over channels by 36 matrix products, and each tile of these sums becomes 4 × 4 outputs.
 *
 * The polynomials behind it are evaluated at 0, ±5/8, ±3/2 and infinity: with the usual 0, ±1, ±2 the rounding error is
 * 2.3 times as large. Measured on sums over 128 channels, relative L2 to float64: 5e-7, a plain convolution 2e-7.
 */
const OUT = 4;
const TAPS = 3;
const TILE = OUT + TAPS - 1;
const POINTS = [0, 5 / 8, -5 / 8, 3 / 2, -3 / 2] as const;

/** What is convolved: dy [N, M, …] with the weights w [M, C, 3, 3] of a forward Conv, turned round and transposed. */
export interface SpreadKernel {
  readonly dy: Value;
  readonly w: Value;
  /** Around dy. */
  readonly pads: Pads;
  /** Of the result, [N, C, H, W]. */
  readonly shape: readonly number[];
}

/** Below it the transforms cost what they save; the native runtime leaves its blocked layout for them. WebGPU was not measured. */
const FEWEST_CHANNELS: Readonly<Record<Target, number>> = { cpu: 128, wasm: 64, webgpu: Number.POSITIVE_INFINITY };
/** 36 numbers are kept for 9 weights: too much memory for what small maps gain. */
const FEWEST_TILES = 49;

/**
 * Whether the transforms cost less than they save: they grow with the channels, what is saved with their product.
 *
 * Measured, time ÷ that of a plain Conv: 0.48 (512 channels, 28 × 28), 0.49 (256, 56 × 56), 0.61 (128, 112 × 112), 0.78 (64, 56 × 56),
 * 0.89 (64, 224 × 224). Whole gradients, in forward passes: vgg16 1.79 instead of 2.10, resnet18 2.20 instead of 2.25; with 64
 * channels or 16 tiles as the limit resnet50 and inception_v3 became no faster, with 16 channels squeezenet and tiny-darknet 8 and 10 % slower. In
 * WebAssembly resnet18 takes 0.91 of the time.
 */
export function isWorthWinograd({ dy, w, shape }: SpreadKernel, target: Target): boolean {
  const [filters = 0, channels = 0, ...kernel] = w.shape;
  return (
    dy.type === 'float32' &&
    kernel.length === 2 &&
    kernel.every((size) => size === TAPS) &&
    Math.min(filters, channels) >= FEWEST_CHANNELS[target] &&
    elementCount(tilesOf(shape)) >= FEWEST_TILES
  );
}

const tilesOf = (shape: readonly number[]) => spatial(shape).map((size) => Math.ceil(size / OUT));

/** Each element of dy spread over its window: the input gradient of a Conv of stride 1. */
export function winogradSpread(g: GraphBuilder, kernel: SpreadKernel): Value {
  const { dy, w, pads, shape } = kernel;
  const [images = 0, channels = 0, ...size] = shape;
  const filters = w.shape[0]!;
  const [rows = 0, columns = 0] = tilesOf(shape);
  const tiles = rows * columns;
  const numbers = TILE * TILE;

  const planes = g.reshape(dy, [images * filters, 1, ...spatial(dy.shape)]);
  const end = spatial(dy.shape).map((length, i) => OUT * tilesOf(shape)[i]! + TAPS - 1 - length - pads.begin[i]!);
  const cut = g.op('Conv', [planes, g.float32(flat(twice(transforms.image)), [numbers, 1, TILE, TILE])], {
    shape: [images * filters, numbers, rows, columns],
    attributes: {
      kernel_shape: ints([TILE, TILE]),
      strides: ints([OUT, OUT]),
      pads: ints([...pads.begin, ...end]),
    },
  });
  const byNumber = g.transpose(g.reshape(cut, [images, filters, numbers, tiles]), [2, 1, 0, 3]);
  const image = g.reshape(byNumber, [numbers, filters, images * tiles]);

  const sums = g.op('MatMul', [transformedKernel(g, w), image], { shape: [numbers, channels, images * tiles] });

  const lines = g.reshape(sums, [numbers, channels * images * tiles]);
  const output = g.float32(flat(twice(transforms.output)), [OUT * OUT, numbers]);
  const outputs = g.op('MatMul', [output, lines], { shape: [OUT * OUT, channels * images * tiles] });
  const maps = g.op('DepthToSpace', [g.reshape(outputs, [1, OUT * OUT * channels * images, rows, columns])], {
    shape: [1, channels * images, OUT * rows, OUT * columns],
    attributes: { blocksize: int(OUT), mode: string('DCR') },
  });
  // What the last tiles reach beyond the image is cut off.
  return inOrder(g, cropped(g, maps, size), shape);
}

/** [36, C, M], which ONNX Runtime computes once, when the session is made. */
function transformedKernel(g: GraphBuilder, w: Value): Value {
  const [filters = 0, channels = 0] = w.shape;
  const byTap = g.reshape(g.transpose(w, [2, 3, 1, 0]), [TAPS * TAPS, channels * filters]);
  const turned = transforms.kernel.map((row) => row.toReversed());
  const matrix = g.float32(flat(twice(turned)), [TILE * TILE, TAPS * TAPS]);
  const product = g.op('MatMul', [matrix, byTap], { shape: [TILE * TILE, channels * filters] });
  return g.reshape(product, [TILE * TILE, channels, filters]);
}

/** [1, C·N, H, W] as [N, C, H, W]. */
function inOrder(g: GraphBuilder, maps: Value, shape: readonly number[]): Value {
  const [images = 0, channels = 0, ...size] = shape;
  if (images === 1) return maps;
  return g.transpose(g.reshape(maps, [channels, images, ...size]), [1, 0, 2, 3]);
}

type Matrix = readonly (readonly number[])[];

/** By Cook and Toom: y = output · ((kernel · taps) ⊙ (image · tile)) is the correlation of a tile with 3 taps, along one axis. */
const transforms = cookToom();

function cookToom(): { readonly image: Matrix; readonly kernel: Matrix; readonly output: Matrix } {
  // Values of a polynomial of `size` coefficients at the points; at infinity it is the last coefficient.
  const evaluate = (size: number): Matrix => [
    ...POINTS.map((point) => Array.from({ length: size }, (_, power) => point ** power)),
    Array.from({ length: size }, (_, power) => (power === size - 1 ? 1 : 0)),
  ];
  const output = evaluate(OUT);
  const image = lagrange();
  // Rows of largest element 1, the rest goes to the kernel: rounding is smallest where sizes are alike.
  const largest = image.map((row) => Math.max(...row.map(Math.abs)));
  return {
    image: image.map((row, i) => row.map((value) => value / largest[i]!)),
    kernel: evaluate(TAPS).map((row, i) => row.map((value) => value * largest[i]!)),
    output: Array.from({ length: OUT }, (_, j) => output.map((row) => row[j]!)),
  };
}

/** The transposed inverse of evaluating 6 coefficients: row i holds the coefficients of the polynomial that is 1 at point i and 0 at the others. */
function lagrange(): Matrix {
  const product = (roots: readonly number[]) =>
    roots.reduce<readonly number[]>(
      (p, root) => Array.from({ length: p.length + 1 }, (_, k) => (p[k - 1] ?? 0) - root * (p[k] ?? 0)),
      [1],
    );
  const finite = POINTS.map((point) => {
    const others = POINTS.filter((other) => other !== point);
    const scale = others.reduce((all, other) => all * (point - other), 1);
    return [...product(others).map((value) => value / scale), 0];
  });
  return [...finite, product(POINTS)];
}

/** A transform along both axes: the Kronecker product with itself. */
function twice(matrix: Matrix): Matrix {
  return matrix.flatMap((a) => matrix.map((b) => a.flatMap((x) => b.map((y) => x * y))));
}

const flat = (matrix: Matrix) => matrix.flat();
