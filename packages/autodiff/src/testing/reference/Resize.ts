import { floatAttribute, type GraphNode, intAttribute, intsAttribute, stringAttribute } from '@smoothgrad/onnx';
import { at, type Forward, type ReferenceTensor, tabulate } from '../tensor.ts';

/**
 * y = x at coordinates computed from those of y, interpolated along each axis (ONNX operator specification of Resize, 18).
 * As in ONNX Runtime, x is copied along an axis of scale 1 (with `antialias`: whose size stays), and where no size changes at
 * all, also under `tf_crop_and_resize`.
 */
export const Resize: Forward = ([x, roi, scales, sizes], node) => {
  const { shape } = x!;
  const rank = shape.length;
  const axes = intsAttribute(node, 'axes')?.map((axis) => (axis + rank) % rank) ?? shape.map((_, axis) => axis);
  const of = (list: ReferenceTensor | undefined, axis: number, side = 0) =>
    list?.data.length && axes.includes(axis) ? list.data[axes.indexOf(axis) + side * axes.length]! : undefined;
  const stretches = axes.map((axis) => f((of(sizes, axis) ?? 0) / shape[axis]!));
  const policy = stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch');
  const common = { not_larger: Math.min(...stretches), not_smaller: Math.max(...stretches) }[policy];

  const lines = shape.map((length, axis): Line => {
    const region: [number, number] = [of(roi, axis) ?? 0, of(roi, axis, 1) ?? 1];
    if (!axes.includes(axis)) return { length, outputs: length, scale: 1, region };
    const scale = of(scales, axis);
    if (scale !== undefined) return { length, outputs: Math.floor(f(scale * length)), scale, region };
    if (common !== undefined) return { length, outputs: Math.round(f(common * length)), scale: common, region };
    return { length, outputs: of(sizes, axis)!, scale: f(of(sizes, axis)! / length), region };
  });
  if (lines.every(({ length, outputs }) => length === outputs)) return x!;
  const weights = lines.map((line) => Array.from({ length: line.outputs }, (_, o) => weightsAt(node, line, o)));
  const outside = floatAttribute(node, 'extrapolation_value', 0);
  return tabulate(
    lines.map(({ outputs }) => outputs),
    (index) => {
      const perAxis = index.map((o, axis) => weights[axis]![o]);
      if (perAxis.includes(undefined)) return outside;
      return sum(x!, perAxis as Weights[], []);
    },
  );
};

interface Line {
  readonly length: number;
  readonly outputs: number;
  readonly scale: number;
  readonly region: readonly [number, number];
}

/** Input position and its weight. */
type Weights = readonly (readonly [number, number])[];

function sum(x: ReferenceTensor, weights: readonly Weights[], index: readonly number[]): number {
  const [first, ...rest] = weights;
  if (first === undefined) return at(x, index);
  return first.reduce((total, [position, weight]) => total + weight * sum(x, rest, [...index, position]), 0);
}

/** Undefined: outside the image, where the extrapolation value is taken. */
function weightsAt(node: GraphNode, line: Line, o: number): Weights | undefined {
  const { length, scale } = line;
  const isSmoothed = intAttribute(node, 'antialias', 0) === 1;
  if (scale === 1 || (isSmoothed && length === line.outputs)) return [[o, 1]];
  const system = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
  const position = coordinate(system, line, o);
  if (system === 'tf_crop_and_resize' && (position < 0 || position > length - 1)) return undefined;
  const inside = (i: number) => Math.min(Math.max(i, 0), length - 1);
  const mode = stringAttribute(node, 'mode', 'nearest');
  if (mode === 'nearest') return [[inside(nearest(node, position)), 1]];

  const narrowing = isSmoothed ? Math.min(scale, 1) : 1;
  const kernel = mode === 'linear' ? triangle : keys(floatAttribute(node, 'cubic_coeff_a', -0.75));
  const reach = Math.ceil((mode === 'linear' ? 1 : 2) / narrowing) + 1;
  const start = Math.floor(position) - reach;
  const taps = Array.from({ length: 2 * reach + 2 }, (_, i) => start + i).map(
    (i) => [i, kernel(narrowing * (i - position))] as const,
  );
  const isExcluded = intAttribute(node, 'exclude_outside', 0) === 1;
  const counted = isExcluded ? taps.filter(([i]) => i === inside(i)) : taps;
  const total = counted.reduce((all, [, weight]) => all + weight, 0);
  return counted.map(([i, weight]) => [inside(i), weight / total] as const).filter(([, weight]) => weight !== 0);
}

/** In float32, as the runtime: between two neighbours equally near the rounding decides. */
function coordinate(system: string, { length, outputs, scale, region: [start, end] }: Line, o: number): number {
  const centred = f(f(f(o + 0.5) / scale) - 0.5);
  switch (system) {
    case 'asymmetric':
      return f(o / scale);
    case 'align_corners':
      return outputs === 1 ? 0 : f(f(o * (length - 1)) / (outputs - 1));
    case 'pytorch_half_pixel':
      return outputs > 1 ? centred : 0;
    case 'tf_half_pixel_for_nn':
      return f(f(o + 0.5) / scale);
    case 'half_pixel_symmetric':
      return f((length / 2) * f(1 - f(outputs / f(scale * length))) + (o + 0.5) / scale - 0.5);
    case 'tf_crop_and_resize':
      return outputs > 1
        ? f(f(start * (length - 1)) + f(f(f(o * f(end - start)) * (length - 1)) / (outputs - 1)))
        : f(0.5 * f(start + end) * (length - 1));
    default:
      return centred;
  }
}

const f = Math.fround;

function nearest(node: GraphNode, position: number): number {
  switch (stringAttribute(node, 'nearest_mode', 'round_prefer_floor')) {
    case 'floor':
      return Math.floor(position);
    case 'ceil':
      return Math.ceil(position);
    case 'round_prefer_ceil':
      return Math.floor(position + 0.5);
    default:
      return Math.ceil(position - 0.5);
  }
}

const triangle = (distance: number) => Math.max(0, 1 - Math.abs(distance));

/** Keys' cubic convolution kernel. */
const keys = (a: number) => (distance: number) => {
  const s = Math.abs(distance);
  if (s <= 1) return ((a + 2) * s - (a + 3)) * s * s + 1;
  return s < 2 ? ((a * s - 5 * a) * s + 8 * a) * s - 4 * a : 0;
};
