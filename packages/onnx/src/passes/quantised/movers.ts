import { intAttribute, stringAttribute } from '../../attributes.ts';
import { type ElementType, type GraphNode, operatorName } from '../../ir.ts';

/** An operator that moves, orders or adds up numbers: the same in float32 as in an integer type. */
export interface Mover {
  /** The inputs that hold those numbers. */
  readonly data: 'all' | readonly number[];
  /** It would wrap around in narrower types than these. */
  readonly types?: ReadonlySet<ElementType>;
  /** Whether the runtime cuts off the fractions of the numbers it makes; undefined: it makes none. */
  readonly truncates?: (node: GraphNode) => boolean | undefined;
  /** Why this node cannot be computed in float32. */
  readonly refuse?: (node: GraphNode) => string | undefined;
}

const first: Mover = { data: [0] };
const all: Mover = { data: 'all' };
const sum: Mover = { data: 'all', types: new Set(['int32', 'int64']) };

const movers: Readonly<Record<string, Mover>> = {
  Add: sum,
  Clip: all,
  Concat: all,
  DepthToSpace: first,
  Dropout: first,
  Expand: first,
  Flatten: first,
  Gather: first,
  GatherElements: first,
  GatherND: first,
  GlobalMaxPool: first,
  Identity: first,
  Max: all,
  MaxPool: first,
  Min: all,
  Mul: sum,
  Pad: { data: [0, 2] },
  ReduceMax: first,
  ReduceMin: first,
  Relu: first,
  Reshape: first,
  Resize: {
    data: [0],
    truncates: interpolates,
    refuse: (node) =>
      interpolates(node) && intAttribute(node, 'antialias', 0) !== 0
        ? 'an antialiased Resize of integers rounds in a way of its own'
        : undefined,
  },
  Slice: first,
  SpaceToDepth: first,
  Split: first,
  Squeeze: first,
  Sub: sum,
  Tile: first,
  Transpose: first,
  Unsqueeze: first,
  Where: { data: [1, 2] },
};

function interpolates(node: GraphNode): boolean {
  return stringAttribute(node, 'mode', 'nearest') !== 'nearest';
}

export function moverOf(node: GraphNode): Mover | undefined {
  return movers[operatorName(node)];
}
