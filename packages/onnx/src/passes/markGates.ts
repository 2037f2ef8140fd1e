import { isStraightThrough } from '../builder.ts';
import { type GraphNode, operatorName, type StaticModel } from '../ir.ts';
import { elementCount } from '../shapes.ts';
import { ancestors, producersOf, variableValues } from './graphWalks.ts';
import { isSelfGate } from './markSelfGates.ts';

const GATE_INPUT = 'smoothgrad.gate-input';
const IS_GATE = ['smoothgrad.gate-part', 'bound'] as const;

/**
 * Which input of a product of two values that depend on the image only weighs the other: squeeze-and-excite, attention, hard
 * swish, the denominator of a normalisation. Undefined where neither does, or where that is not known.
 */
export function gateInput(node: GraphNode): 0 | 1 | undefined {
  // Its factors stand in this order, whatever it was before.
  if (isSelfGate(node)) return 1;
  const index = node.metadata?.get(GATE_INPUT);
  return index === undefined ? undefined : index === '0' ? 0 : 1;
}

/** Whether a node bounds what becomes a gate: the Clip of a hard swish, which is no rectifier. */
export function isGate(node: GraphNode): boolean {
  return node.metadata?.get(IS_GATE[0]) === IS_GATE[1];
}

const products = new Set(['Mul', 'MatMul']);

/** Operators that move numbers, or repeat them, and compute nothing. */
const moves = new Set([
  'Identity',
  'Cast',
  'Dropout',
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Transpose',
  'Expand',
  'Tile',
  'Slice',
  'Gather',
  'Split',
  'Resize',
]);

/** Operators whose results are bounded: what stands behind them looks like a gate. */
const bounded = new Set(['Sigmoid', 'HardSigmoid', 'Softmax', 'Clip', 'Min']);

/** Operators that a bound is composed of, one after another: min(relu(x + 3), 6). */
const bounds = new Set(['Clip', 'Min', 'Max', 'Relu']);

/**
 * Marks products of two values that depend on the image with their gate, and the nodes that bound the gate. The gate is
 *
 * 1. the factor computed from the other one: x·Clip(x + 3, 0, 6), f·σ(W·pool(f)), (x − μ)·(1/s(x − μ));
 * 2. else the only one that an operator with bounded results has made: softmax(QKᵀ)·V, a·σ(b);
 * 3. else, of two such, the smaller one, which is repeated to the size of the other.
 *
 * Products with constants, and operators that only move numbers, may stand between.
 */
export function markGates(model: StaticModel): StaticModel {
  const { graph } = model;
  const walk = gateWalk(model);
  const gates = new Map(
    graph.nodes.flatMap((node) => {
      const index = products.has(operatorName(node)) ? walk.gateOf(node) : undefined;
      return index === undefined ? [] : [[node, index] as const];
    }),
  );
  const parts = new Set([...gates].flatMap(([node, index]) => walk.boundsBehind(node.inputs[index]!)));
  const nodes = graph.nodes.map((node) => {
    const index = gates.get(node);
    const marks = [
      ...(index === undefined ? [] : [[GATE_INPUT, String(index)] as const]),
      ...(parts.has(node) ? [IS_GATE] : []),
    ];
    return marks.length === 0 ? node : { ...node, metadata: new Map([...(node.metadata ?? []), ...marks]) };
  });
  return { ...model, graph: { ...graph, nodes } };
}

function gateWalk({ graph, values }: StaticModel) {
  const producers = producersOf(graph);
  const made = variableValues(graph);
  /** What a value is, but for its places and a constant factor. */
  const sourceOf = (name: string): string => {
    const node = producers.get(name);
    const before = node && unscaled(node, made);
    return before === undefined ? name : sourceOf(before);
  };
  const sizeOf = (name: string) => elementCount(values.get(name)?.shape ?? []);
  const isBounded = (name: string) => {
    const node = producers.get(name);
    return node !== undefined && bounded.has(operatorName(node)) && dataOf(node, made) !== undefined;
  };
  const comesFrom = (name: string, origin: string) => name !== origin && ancestors(graph, [name]).has(origin);

  const gateOf = ({ inputs: [a = '', b = ''] }: GraphNode): 0 | 1 | undefined => {
    if (!made.has(a) || !made.has(b)) return undefined;
    const [first, second] = [sourceOf(a), sourceOf(b)];
    if (first === second) return undefined;
    if (comesFrom(second, first)) return 1;
    if (comesFrom(first, second)) return 0;
    const [firstBounded, secondBounded] = [isBounded(first), isBounded(second)];
    if (firstBounded !== secondBounded) return firstBounded ? 0 : 1;
    if (!firstBounded || sizeOf(first) === sizeOf(second)) return undefined;
    return sizeOf(first) < sizeOf(second) ? 0 : 1;
  };

  const boundsBehind = (gate: string): GraphNode[] => {
    const found: GraphNode[] = [];
    const source = sourceOf(gate);
    let node = isBounded(source) ? producers.get(source) : undefined;
    for (; node !== undefined && isBound(node, made); node = producers.get(dataOf(node, made)!)) found.push(node);
    return found;
  };
  return { gateOf, boundsBehind };
}

/** Whether a node bounds the one value that it takes of what depends on the image. */
function isBound(node: GraphNode, made: ReadonlySet<string>): boolean {
  return (bounds.has(operatorName(node)) || bounded.has(operatorName(node))) && dataOf(node, made) !== undefined;
}

/** The only input that depends on the image. */
function dataOf({ inputs }: GraphNode, made: ReadonlySet<string>): string | undefined {
  const data = inputs.filter((name) => made.has(name));
  return data.length === 1 ? data[0] : undefined;
}

/** The value that a node moves, or multiplies with or divides by constants; undefined where it does more. */
function unscaled(node: GraphNode, made: ReadonlySet<string>): string | undefined {
  const data = dataOf(node, made);
  if (data === undefined) return undefined;
  const op = operatorName(node);
  const isScaled = op === 'Mul' || (op === 'Div' && node.inputs[0] === data);
  return isScaled || moves.has(op) || isStraightThrough(node) ? data : undefined;
}
