import { int, intAttribute } from '../attributes.ts';
import type { GraphNode, Value } from '../ir.ts';
import { normaliseAxis } from '../shapes.ts';
import { identity } from './identity.ts';

export interface SequenceContext {
  readonly values: ReadonlyMap<string, Value>;
  /** The tensors of each sequence known so far. */
  readonly sequences: ReadonlyMap<string, readonly string[]>;
  unique(base: string): string;
  /** The numbers of a small constant. */
  numbers(name: string | undefined): readonly number[] | undefined;
  /** A new constant of integers. */
  constant(base: string, dims: readonly number[], list: readonly number[]): string;
}

/** Nodes that make the tensors of a sequence, where they are not values of the graph already. */
interface Made {
  readonly elements: readonly string[];
  readonly nodes?: readonly GraphNode[];
}

type Maker = (node: GraphNode, context: SequenceContext) => Made | undefined;
type Reader = (node: GraphNode, context: SequenceContext) => readonly GraphNode[] | undefined;

/** What the sequence that a node makes consists of; undefined where it is not known before the run. */
export const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['SplitToSequence', split],
  ['SequenceConstruct', (node) => ({ elements: node.inputs })],
  ['SequenceEmpty', () => ({ elements: [] })],
  ['Identity', (node, context) => asMade(sequenceOf(node, context))],
  [
    'SequenceInsert',
    (node, context) => {
      const elements = sequenceOf(node, context);
      const at = elements && positionOf(node.inputs[2], elements.length, elements.length, context);
      return at === undefined ? undefined : { elements: elements!.toSpliced(at, 0, node.inputs[1]!) };
    },
  ],
  [
    'SequenceErase',
    (node, context) => {
      const elements = sequenceOf(node, context);
      const at = elements && positionOf(node.inputs[1], elements.length, elements.length - 1, context);
      return at === undefined ? undefined : { elements: elements!.toSpliced(at, 1) };
    },
  ],
]);

/** The nodes that read the tensors of a sequence instead of the sequence; undefined where these are not known. */
export const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    'SequenceAt',
    (node, context) => {
      const elements = sequenceOf(node, context);
      const at = elements && positionOf(node.inputs[1], elements.length, elements.length - 1, context);
      return at === undefined ? undefined : [identity(elements![at]!, node.outputs[0]!, node.name)];
    },
  ],
  [
    'SequenceLength',
    (node, context) => {
      const elements = sequenceOf(node, context);
      const [name = ''] = node.outputs;
      return elements && [identity(context.constant(`${name}/length`, [], [elements.length]), name, node.name)];
    },
  ],
  ['ConcatFromSequence', concat],
]);

const asMade = (elements: readonly string[] | undefined) => elements && { elements };

const sequenceOf = (node: GraphNode, { sequences }: SequenceContext) => sequences.get(node.inputs[0] ?? '');

/** The position an input names, from the end where it is negative; `missing` where the input is left out. */
function positionOf(name: string | undefined, length: number, missing: number, { numbers }: SequenceContext) {
  const [given] = name ? (numbers(name) ?? [Number.NaN]) : [missing];
  const at = given! < 0 ? given! + length : given!;
  return at >= 0 && at <= missing ? at : undefined;
}

/**
 * Split into parts of given sizes; without sizes into single slices, which lose their axis where `keepdims` is 0. With both,
 * ONNX says that `keepdims` is ignored, and ONNX Runtime heeds it: such a sequence stays.
 */
function split(node: GraphNode, context: SequenceContext): Made | undefined {
  const [x = '', sizesName = ''] = node.inputs;
  const keeps = intAttribute(node, 'keepdims', 1) !== 0;
  if (sizesName !== '' && !keeps) return undefined;
  const shape = context.values.get(x)?.shape;
  const sizes = shape && partSizes(node, shape, context);
  if (sizes === undefined) return undefined;
  const [output = ''] = node.outputs;
  const parts = sizes.map((_, i) => context.unique(`${output}/part_${i}`));
  const splitSizes = context.constant(`${output}/split`, [sizes.length], sizes);
  const axis = intAttribute(node, 'axis', 0);
  const cut = make('Split', `${output}/split`, [x, splitSizes], parts, axis);
  if (keeps) return { elements: parts, nodes: [cut] };
  const axes = context.constant(`${output}/axes`, [1], [axis]);
  const elements = parts.map((part) => context.unique(`${part}/squeezed`));
  return {
    elements,
    nodes: [cut, ...parts.map((part, i) => make('Squeeze', elements[i]!, [part, axes], [elements[i]!]))],
  };
}

function partSizes(node: GraphNode, shape: readonly number[], { numbers, values }: SequenceContext) {
  const length = shape[normaliseAxis(intAttribute(node, 'axis', 0), shape.length)] ?? 0;
  const [, name] = node.inputs;
  const given = name ? numbers(name) : [1];
  if (given === undefined || length === 0) return undefined;
  if (name && values.get(name)?.shape.length === 1) return given;
  const [size = 0] = given;
  if (size < 1) return undefined;
  return Array.from({ length: Math.ceil(length / size) }, (_, i) => Math.min(size, length - i * size));
}

/** Concat, or with `new_axis` stacking. */
function concat(node: GraphNode, context: SequenceContext): GraphNode[] | undefined {
  const elements = sequenceOf(node, context);
  if (elements === undefined || elements.length === 0) return undefined;
  const axis = intAttribute(node, 'axis', 0);
  const [output = ''] = node.outputs;
  if (intAttribute(node, 'new_axis', 0) === 0) return [make('Concat', node.name, elements, node.outputs, axis)];
  const axes = context.constant(`${output}/axes`, [1], [axis]);
  const rows = elements.map((_, i) => context.unique(`${output}/row_${i}`));
  return [
    ...rows.map((row, i) => make('Unsqueeze', row, [elements[i]!, axes], [row])),
    make('Concat', node.name, rows, node.outputs, axis),
  ];
}

function make(
  op: string,
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  axis?: number,
): GraphNode {
  const attributes = new Map(axis === undefined ? [] : [['axis', int(axis)] as const]);
  return { op, domain: '', name, inputs, outputs, attributes };
}
