import {
  elementCount,
  type GraphNode,
  intsAttribute,
  operatorName,
  type StaticModel,
  sameShape,
} from '@smoothgrad/onnx';
import type { ImageInput } from './imageInput.ts';

/** What an axis counts: images, channels, rows, columns, or tokens (one for each patch, row by row, behind a few others). */
export type Role = 'N' | 'C' | 'H' | 'W' | 'T';

/** How a value is laid out over the image. */
export interface SpatialRoles {
  readonly roles: readonly Role[];
  readonly height: number;
  readonly width: number;
  /** How many tokens of other kinds stand before those of patches. */
  readonly prefix: number;
  /** Whether anything has been learned on the way: not the image in another shape. */
  readonly isLayer: boolean;
}

const CHANNELS_FIRST: readonly Role[] = ['N', 'C', 'H', 'W'];

/** Operators whose first input and result are channels-first by definition. */
const channelsFirst = new Set([
  'Conv',
  'ConvTranspose',
  'MaxPool',
  'AveragePool',
  'LpPool',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'BatchNormalization',
  'InstanceNormalization',
  'LRN',
  'DepthToSpace',
  'SpaceToDepth',
]);

/** Operators that mix pixels or channels: what a network is made of. */
const layers = new Set(['Conv', 'ConvTranspose', 'MatMul', 'Gemm', 'MaxPool', 'AveragePool']);

/** Which values of a model have rows and columns, by name. */
export function spatialRoles(model: StaticModel, input: ImageInput): ReadonlyMap<string, SpatialRoles> {
  const known = new Map<string, SpatialRoles>();
  const shapeOf = (name: string) => model.values.get(name)?.shape ?? [];
  const image = shapeOf(input.name);
  if (image.length === 4)
    known.set(input.name, inFour(input.layout === 'NHWC' ? ['N', 'H', 'W', 'C'] : CHANNELS_FIRST, image, false));
  const learned = new Set<string>();
  for (const node of model.graph.nodes) {
    const [first = ''] = node.inputs;
    if (!known.has(first) && isChannelsFirst(node, shapeOf(first)))
      known.set(first, inFour(CHANNELS_FIRST, shapeOf(first), learned.has(first)));
    const from = node.inputs.find((name) => known.has(name));
    const before = from === undefined ? undefined : known.get(from);
    for (const name of node.outputs) {
      const found = rolesOf(node, name, { shapeOf, known, from, before });
      const isLearned = layers.has(operatorName(node)) || node.inputs.some((input) => learned.has(input));
      if (isLearned) learned.add(name);
      if (found !== undefined) known.set(name, { ...found, isLayer: isLearned });
    }
  }
  return known;
}

interface Walk {
  readonly known: ReadonlyMap<string, SpatialRoles>;
  /** The first input whose roles are known. */
  readonly from: string | undefined;
  readonly before: SpatialRoles | undefined;
  shapeOf(name: string): readonly number[];
}

function rolesOf(node: GraphNode, name: string, walk: Walk): SpatialRoles | undefined {
  const shape = walk.shapeOf(name);
  const op = operatorName(node);
  if (isChannelsFirst(node, shape) || (wasConv(node, name) && shape.length === 4))
    return inFour(CHANNELS_FIRST, shape, true);
  if (walk.before === undefined) return undefined;
  if (op === 'Transpose') return transposed(node, walk.before);
  if (op === 'Reshape') return reshaped(walk.before, walk.shapeOf(walk.from!), shape);
  if (op === 'MatMul' && walk.before.roles.at(-1) !== 'C') return undefined;
  return kept(node, shape, walk);
}

const isChannelsFirst = (node: GraphNode, shape: readonly number[]) =>
  channelsFirst.has(operatorName(node)) && shape.length === 4;

/** Whether this is the result of a Conv that became other operators. */
function wasConv({ origin }: GraphNode, name: string): boolean {
  return origin !== undefined && operatorName(origin.node) === 'Conv' && origin.node.outputs.includes(name);
}

function inFour(roles: readonly Role[], shape: readonly number[], isLayer: boolean): SpatialRoles {
  return { roles, height: shape[roles.indexOf('H')]!, width: shape[roles.indexOf('W')]!, prefix: 0, isLayer };
}

function transposed(node: GraphNode, before: SpatialRoles): SpatialRoles {
  const permutation = intsAttribute(node, 'perm') ?? before.roles.map((_, i, { length }) => length - 1 - i);
  return { ...before, roles: permutation.map((axis) => before.roles[axis]!) };
}

/** Rows and columns become tokens, or tokens rows and columns. */
function reshaped(before: SpatialRoles, from: readonly number[], to: readonly number[]): SpatialRoles | undefined {
  if (sameShape(from, to)) return before;
  const { roles, height, width, prefix } = before;
  const rows = roles.indexOf('H');
  if (rows >= 0 && roles[rows + 1] === 'W') {
    const merged = [...from.slice(0, rows), height * width, ...from.slice(rows + 2)];
    return sameShape(merged, to)
      ? { ...before, roles: [...roles.slice(0, rows), 'T', ...roles.slice(rows + 2)] }
      : undefined;
  }
  const tokens = roles.indexOf('T');
  if (tokens < 0 || prefix > 0) return undefined;
  const split = [...from.slice(0, tokens), height, width, ...from.slice(tokens + 1)];
  return sameShape(split, to)
    ? { ...before, roles: [...roles.slice(0, tokens), 'H', 'W', ...roles.slice(tokens + 1)] }
    : undefined;
}

/** The roles that stay: with rows and columns, in any size; of tokens, only where none are chosen. */
function kept(node: GraphNode, shape: readonly number[], { known, shapeOf }: Walk): SpatialRoles | undefined {
  const candidates = node.inputs.filter((name) => known.get(name)?.roles.length === shape.length);
  for (const name of candidates) {
    const before = known.get(name)!;
    const tokens = before.roles.indexOf('T');
    if (tokens < 0) return inFour(before.roles, shape, before.isLayer);
    const { height, width } = before;
    if (shape[tokens] === shapeOf(name)[tokens]) return before;
    const isJoined = operatorName(node) === 'Concat' && node.inputs.at(-1) === name;
    if (isJoined && shape[tokens]! > height * width) return { ...before, prefix: shape[tokens]! - height * width };
  }
  return undefined;
}

/** Whether a value has several places and one image. */
export function isMap({ roles, height, width }: SpatialRoles, shape: readonly number[]): boolean {
  return height * width > 1 && shape[roles.indexOf('N')] === 1 && roles.includes('C') && elementCount(shape) > 0;
}
