import { elementCount, type GraphBuilder, int, intAttribute, normaliseAxis, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { padTo } from './padTo.ts';
import { scatterAdd } from './scatterAdd.ts';

/**
 * y = slices of x along an axis, chosen by integer indices, negative ones from the end.
 * dx = zeros with the slices of dy added at their indices. Where the indices are known and differ, dx is itself gathered from
 * dy and a slice of zeros, which is several times as fast as ScatterElements; a single slice is padded with zeros.
 */
export const Gather: GradientRule = {
  op: 'Gather',
  indexInputs: [1],
  backward({ g, node, inputs: [x, indices], cotangents: [dy], constant }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', 0), x!.shape.length);
    const count = elementCount(indices!.shape);
    const slices = g.reshape(dy!, x!.shape.with(axis, count));
    const length = x!.shape[axis]!;
    const known = constant(1)?.map((index) => normaliseAxis(index, length));
    // One that points outside fails in the forward pass, with words of the runtime.
    const isInside = known?.every((position) => position >= 0 && position < length);
    if (known !== undefined && isInside && count > 0 && new Set(known).size === count)
      return [placed(g, slices, { positions: known, axis, shape: x!.shape })];
    const along = x!.shape.map((_, i) => (i === axis ? count : 1));
    const at = g.expand(g.reshape(g.cast(indices!, 'int64'), along), slices.shape);
    return [scatterAdd(g, x!, at, slices, axis)];
  },
};

interface Places {
  /** Of each slice, all different. */
  readonly positions: readonly number[];
  readonly axis: number;
  readonly shape: readonly number[];
}

/** Slices at their positions in zeros of a shape. */
function placed(g: GraphBuilder, slices: Value, { positions, axis, shape }: Places): Value {
  const [count, length] = [positions.length, shape[axis]!];
  const begin = shape.map((_, i) => (i === axis ? positions[0]! : 0));
  if (count === 1) return padTo(g, slices, begin, shape);
  const slots = new Array<number>(length).fill(count);
  positions.forEach((position, i) => {
    slots[position] = i;
  });
  const atStart = shape.map(() => 0);
  const withZeros = count === length ? slices : padTo(g, slices, atStart, shape.with(axis, count + 1));
  return g.op('Gather', [withZeros, g.int64(slots)], { shape, attributes: { axis: int(axis) } });
}
