import { float, int } from '@smoothgrad/onnx';
import type { Step, Template } from './randomGraph.ts';
import { positive } from './randomGraphElementwise.ts';

/** Sums, extremes, norms and normalisations along axes. */
export const reductions: readonly Template[] = [
  ...[
    'ReduceSum',
    'ReduceMean',
    'ReduceMax',
    'ReduceMin',
    'ReduceL1',
    'ReduceL2',
    'ReduceLogSumExp',
    'ReduceSumSquare',
  ].map((op): Template => ({ op, build: (s) => reduced(s, op, s.x.name) })),
  { op: 'ReduceLogSum', build: (s) => reduced(s, 'ReduceLogSum', positive(s)) },
  { op: 'ReduceProd', build: (s) => reduced(s, 'ReduceProd', s.x.name, [s.int(0, s.x.shape.length - 1)]) },
  ...['Softmax', 'LogSoftmax'].map(
    (op): Template => ({ op, build: (s) => s.op(op, [s.x.name], s.flip() ? { axis: int(axisOf(s)) } : {}) }),
  ),
  {
    op: 'CumSum',
    build: (s) =>
      s.op('CumSum', [s.x.name, s.integers([axisOf(s)], [])], {
        exclusive: int(s.int(0, 1)),
        reverse: int(s.int(0, 1)),
      }),
  },
  {
    op: 'TopK',
    build(s) {
      const axis = s.int(0, s.x.shape.length - 1);
      const count = s.integers([s.int(1, s.x.shape[axis]!)]);
      return s.ops('TopK', [s.x.name, count], 2, { axis: int(axis), largest: int(s.int(0, 1)) })[0]!;
    },
  },
  {
    op: 'BatchNormalization',
    ranks: [2, 3, 4],
    build(s) {
      const channels = [s.x.shape[1]!];
      const [scale, bias, mean] = [s.weight(channels), s.weight(channels), s.weight(channels, 0.3)];
      return s.op('BatchNormalization', [s.x.name, scale, bias, mean, s.constant(0.8, channels)], {
        epsilon: float(0.01),
      });
    },
  },
  {
    op: 'InstanceNormalization',
    ranks: [3, 4],
    build: (s) =>
      s.op('InstanceNormalization', [s.x.name, s.weight([s.x.shape[1]!]), s.weight([s.x.shape[1]!])], {
        epsilon: float(0.2),
      }),
  },
  {
    op: 'LayerNormalization',
    build(s) {
      const axis = s.int(0, s.x.shape.length - 1);
      const shape = s.x.shape.slice(axis);
      const inputs = [s.x.name, s.weight(shape), ...(s.flip() ? [s.weight(shape)] : [])];
      return s.op('LayerNormalization', inputs, { axis: int(axis), epsilon: float(0.2) });
    },
  },
  {
    op: 'LRN',
    ranks: [4],
    build: (s) =>
      s.op('LRN', [s.x.name], { size: int(s.pick([1, 3, 5])), alpha: float(0.3), beta: float(0.75), bias: float(1.2) }),
  },
];

function reduced(s: Step, op: string, x: string, axes = someAxes(s)): string {
  const keepdims = { keepdims: int(s.int(0, 1)) };
  return axes.length === 0 ? s.op(op, [x], keepdims) : s.op(op, [x, s.integers(axes)], keepdims);
}

/** Some axes, counted from either end; none of them: all. */
function someAxes(s: Step): number[] {
  const rank = s.x.shape.length;
  return s.x.shape.flatMap((_, axis) => (s.flip() ? [s.flip() ? axis : axis - rank] : []));
}

export function axisOf(s: Step): number {
  const axis = s.int(0, s.x.shape.length - 1);
  return s.flip() ? axis - s.x.shape.length : axis;
}
