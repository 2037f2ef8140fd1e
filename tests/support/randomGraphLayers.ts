import { float, int, ints, string } from '@smoothgrad/onnx';
import type { Attributes, Step, Template } from './randomGraph.ts';

/** Products, convolutions, pools and enlargements. */
export const layers: readonly Template[] = [
  { op: 'MatMul', build: matMul },
  {
    op: 'Gemm',
    ranks: [2],
    build(s) {
      const [transA, transB] = [s.int(0, 1), s.int(0, 1)];
      const [rows, depth] = transA ? [s.x.shape[1]!, s.x.shape[0]!] : [s.x.shape[0]!, s.x.shape[1]!];
      const columns = s.int(1, 4);
      const c = s.pick([[], [[columns]], [[rows, 1]], [[]], [[rows, columns]]]).map((shape) => s.weight(shape));
      return s.op('Gemm', [s.x.name, s.weight(transB ? [columns, depth] : [depth, columns], 0.5), ...c], {
        transA: int(transA),
        transB: int(transB),
        ...(s.flip() ? { alpha: float(0.7), beta: float(-0.5) } : {}),
      });
    },
  },
  {
    op: 'Einsum',
    build(s) {
      const rank = s.x.shape.length;
      const named = 'abcdef'.slice(0, rank);
      const last = s.x.shape[rank - 1] ?? 1;
      if (rank === 0) return null;
      const [equation, shapes] = s.pick<[string, number[][]]>([
        [`${named},${named.at(-1)}z->${named.slice(0, -1)}z`, [[last, 2]]],
        [`${named}->${[...named].reverse().join('')}`, []],
        [`${named},${named}->${named[0]}`, [[...s.x.shape]]],
        [`...${named.at(-1)},${named.at(-1)}->...`, [[last]]],
        [`z${named.at(-1)},${named}->${named.slice(0, -1)}z`, [[3, last]]],
      ]);
      const others = shapes.map((shape) => s.weight(shape, 0.5));
      const isTurned = equation.startsWith('z');
      return s.op('Einsum', isTurned ? [...others, s.x.name] : [s.x.name, ...others], { equation: string(equation) });
    },
  },
  {
    op: 'Conv',
    ranks: [3, 4],
    build(s) {
      const channels = s.x.shape[1]!;
      const group = s.pick([1, channels]);
      const filters = group * s.int(1, 2);
      const size = s.x.shape.slice(2);
      const kernel = size.map((length) => s.int(1, Math.min(3, length)));
      const dilated = s.flip() && kernel.every((length, i) => 2 * (length - 1) < size[i]!);
      return s.op(
        'Conv',
        [s.x.name, s.weight([filters, channels / group, ...kernel], 0.5), ...(s.flip() ? [s.weight([filters])] : [])],
        {
          group: int(group),
          ...(dilated ? { dilations: ints(kernel.map(() => 2)) } : {}),
          ...strides(s, kernel),
          ...padding(s, kernel, !dilated),
        },
      );
    },
  },
  {
    op: 'ConvTranspose',
    ranks: [3, 4],
    build(s) {
      const channels = s.x.shape[1]!;
      const group = s.pick([1, channels]);
      const kernel = s.x.shape.slice(2).map(() => s.int(1, 3));
      const stride = s.int(1, 2);
      return s.op('ConvTranspose', [s.x.name, s.weight([channels, s.int(1, 2), ...kernel], 0.5)], {
        group: int(group),
        strides: ints(kernel.map(() => stride)),
        ...(stride === 2 && s.flip() ? { output_padding: ints(kernel.map(() => 1)) } : {}),
        ...(s.flip() ? { pads: ints([...kernel, ...kernel].map((length) => Math.min(1, length - 1))) } : {}),
      });
    },
  },
  {
    op: 'MaxPool',
    ranks: [3, 4],
    build: (s) => s.op('MaxPool', [s.x.name], pool(s)),
  },
  {
    op: 'AveragePool',
    ranks: [3, 4],
    build: (s) => s.op('AveragePool', [s.x.name], { ...pool(s), count_include_pad: int(s.int(0, 1)) }),
  },
  { op: 'LpPool', ranks: [3, 4], build: (s) => s.op('LpPool', [s.x.name], { ...pool(s), p: int(s.int(1, 3)) }) },
  ...['GlobalAveragePool', 'GlobalMaxPool'].map(
    (op): Template => ({ op, ranks: [3, 4], build: (s) => s.op(op, [s.x.name]) }),
  ),
  { op: 'GlobalLpPool', ranks: [3, 4], build: (s) => s.op('GlobalLpPool', [s.x.name], { p: int(s.int(1, 3)) }) },
  {
    op: 'Resize',
    ranks: [3, 4],
    build(s) {
      const size = s.x.shape.map((length, axis) => (axis < 2 ? length : s.int(Math.max(1, length - 2), 2 * length)));
      const mode = s.pick(['nearest', 'linear', ...(s.x.shape.length === 4 ? ['cubic'] : [])]);
      const transformation = s.pick(['half_pixel', 'asymmetric', 'align_corners', 'pytorch_half_pixel']);
      const doubled = [1, 1, ...size.slice(2).map(() => s.pick([2, 1, 3]))];
      const sized = s.flip() ? ['', '', '', s.integers(size)] : ['', '', s.constant(doubled, undefined, 'float32')];
      return s.op('Resize', sized.with(0, s.x.name), {
        mode: string(mode),
        coordinate_transformation_mode: string(transformation),
        ...(mode === 'nearest' ? { nearest_mode: string(s.pick(['floor', 'ceil', 'round_prefer_floor'])) } : {}),
      });
    },
  },
];

function matMul(s: Step): string {
  const rank = s.x.shape.length;
  const last = s.x.shape[rank - 1] ?? 1;
  const deep = s.other(
    ({ shape }) =>
      shape.length >= 2 && shape.at(-2) === last && `${shape.slice(0, -2)}` === `${s.x.shape.slice(0, -2)}`,
  );
  if (s.flip() && deep !== undefined && rank >= 2) return s.op('MatMul', [s.x.name, deep.name]);
  if (s.flip() && rank >= 2)
    return s.op('MatMul', [s.weight([...s.pick([[], [2]]), 3, s.x.shape[rank - 2]!], 0.5), s.x.name]);
  const shape = s.pick([[last, 3], [last], [...s.x.shape.slice(0, -2), last, 2]]);
  return s.op('MatMul', [s.x.name, s.weight(shape, 0.5)]);
}

function pool(s: Step): Attributes {
  const kernel = s.x.shape.slice(2).map((length) => s.int(1, Math.min(3, length)));
  const stepped = kernel.map((length) => (s.flip() ? s.int(1, Math.min(2, length)) : 1));
  const padded = padding(s, kernel, true);
  // Otherwise the last window may lie in the padding: kernels and shape inference disagree whether there is one.
  const mayRoundUp = !('pads' in padded || 'auto_pad' in padded);
  return {
    kernel_shape: ints(kernel),
    strides: ints(stepped),
    ...padded,
    ...(mayRoundUp && s.flip() ? { ceil_mode: int(1) } : {}),
  };
}

function strides(s: Step, kernel: readonly number[]): Attributes {
  return s.flip() ? { strides: ints(kernel.map(() => s.int(1, 2))) } : {};
}

/** Less than the kernel on each side, so that no window lies in the padding alone. */
function padding(s: Step, kernel: readonly number[], mayBeSame: boolean): Attributes {
  const kind = s.int(0, 2);
  if (kind === 0) return {};
  if (kind === 2 && mayBeSame) return { auto_pad: string(s.pick(['SAME_UPPER', 'SAME_LOWER', 'VALID'])) };
  return { pads: ints([...kernel, ...kernel].map((length) => s.int(0, Math.min(1, length - 1)))) };
}
