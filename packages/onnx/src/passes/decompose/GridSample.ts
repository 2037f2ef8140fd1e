import { int, intAttribute, stringAttribute } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { elementCount } from '../../shapes.ts';
import type { DecomposeContext, Decomposition } from './decomposition.ts';
import { axisTaps, type Sampling, type Taps } from './samplingTaps.ts';

/**
 * y at each grid point is a weighted sum of pixels of x around it: the product of the weights along each axis. The pixels are
 * fetched by GatherElements from x with its spatial axes flattened, so both x and the grid have gradients: positions are step
 * functions, and the derivative by the grid goes through the weights.
 */
export const GridSample: Decomposition = {
  op: 'GridSample',
  rewrite(context) {
    const { g, inputs, outputs, node } = context;
    const [x, grid, y] = [inputs[0]!, inputs[1]!, outputs[0]!];
    const sampling = readSampling(context);
    if (typeof sampling === 'string') return sampling;
    const size = x.shape.slice(2);
    // Positions are computed as float32, which holds whole numbers up to 2²⁴.
    if (elementCount(size) > 2 ** 24) return 'its image has more pixels than float32 can count';
    if (size.length > 2 && sampling.mode === 'cubic') return 'cubic sampling is defined for images only';
    const coordinates = size.map((_, axis) => coordinate(g, g.cast(grid, x.type), size.length - 1 - axis));
    const aligned = intAttribute(node, 'align_corners', 0) === 1;
    const taps = coordinates.map((at, axis) => axisTaps(g, at, size[axis]!, { ...sampling, aligned }));
    return [g.reshape(weightedSum(g, x, joint(g, taps, size)), y.shape)];
  },
};

const modes: Readonly<Record<string, Sampling['mode']>> = {
  nearest: 'nearest',
  bilinear: 'linear',
  linear: 'linear',
  bicubic: 'cubic',
  cubic: 'cubic',
};
const paddings: readonly string[] = ['zeros', 'border', 'reflection'] satisfies Sampling['padding'][];

function readSampling({ node }: DecomposeContext): Omit<Sampling, 'aligned'> | string {
  const [mode, padding] = [stringAttribute(node, 'mode', 'linear'), stringAttribute(node, 'padding_mode', 'zeros')];
  if (!Object.hasOwn(modes, mode)) return `its mode '${mode}' is not known`;
  if (!paddings.includes(padding)) return `its padding mode '${padding}' is not known`;
  return { mode: modes[mode]!, padding: padding as Sampling['padding'] };
}

/** One component of every grid point as [N, 1, 1, points]. */
function coordinate(g: GraphBuilder, grid: Value, component: number): Value {
  const shape = [...grid.shape.slice(0, -1), 1];
  const axis = g.int64([grid.shape.length - 1]);
  const slice = g.op('Slice', [grid, g.int64([component]), g.int64([component + 1]), axis], { shape });
  return g.reshape(slice, [grid.shape[0]!, 1, 1, elementCount(shape) / grid.shape[0]!]);
}

/** Every combination of taps along the axes, as [N, 1, taps, points]: positions in the flattened image, and weights multiplied. */
function joint(g: GraphBuilder, taps: readonly Taps[], size: readonly number[]): Taps {
  return taps.reduce((outer, inner, axis) => {
    const [batch = 1, , outerCount = 1, points = 1] = outer.position.shape;
    const innerCount = inner.position.shape[2]!;
    const rows = (value: Value) => g.reshape(value, [batch, outerCount, 1, points]);
    const columns = (value: Value) => g.reshape(value, [batch, 1, innerCount, points]);
    const flat = (value: Value) => g.reshape(value, [batch, 1, outerCount * innerCount, points]);
    const position = g.add(g.scale(rows(outer.position), size[axis]!), columns(inner.position));
    const weight = outer.weight && inner.weight ? flat(g.mul(rows(outer.weight), columns(inner.weight))) : undefined;
    return { position: flat(position), weight };
  });
}

/** Σ over the taps of weight · pixel, as [N, C, points]. */
function weightedSum(g: GraphBuilder, x: Value, { position, weight }: Taps): Value {
  const [batch = 1, channels = 1, ...size] = x.shape;
  const [, , count = 1, points = 1] = position.shape;
  const flat = g.reshape(x, [batch, channels, elementCount(size)]);
  const indices = g.reshape(g.cast(position, 'int64'), [batch, 1, count * points]);
  const shape = [batch, channels, count * points];
  const pixels = g.op('GatherElements', [flat, g.expand(indices, shape)], { shape, attributes: { axis: int(2) } });
  const stacked = g.reshape(pixels, [batch, channels, count, points]);
  return g.reduceSum(weight ? g.mul(stacked, weight) : stacked, [2], false);
}
