import { type Graph, type GraphNode, operatorName, type StaticModel } from '../ir.ts';
import { producersOf, variableValues } from './graphWalks.ts';
import { isGateClip } from './markGates.ts';

const GATE_INPUT = 'smoothgrad.gateInput';

/** Which input of a product or quotient of two values of the image is its gate; undefined where it is not known to have one. */
export function gateInputOf(node: GraphNode): number | undefined {
  const index = node.metadata?.get(GATE_INPUT);
  return index === undefined ? undefined : Number(index);
}

/** What a gate is made by: numbers that say how much of something passes. */
const gates = new Set(['Sigmoid', 'HardSigmoid', 'Softmax']);

/** What a denominator is made by: a norm or standard deviation, or the sum of a softmax that was written out. */
const denominators = new Set(['Sqrt', 'ReduceL1', 'ReduceL2', 'ReduceSum', 'ReduceLogSumExp']);

/** Operators that move numbers, or scale them by constants: what a gate passes through and stays one. */
const moves = new Set([
  'Cast',
  'Concat',
  'Dropout',
  'Expand',
  'Flatten',
  'Gather',
  'Identity',
  'Reshape',
  'Slice',
  'Split',
  'Squeeze',
  'Tile',
  'Transpose',
  'Unsqueeze',
]);

/**
 * Marks which input of Mul, Div and MatMul is the gate, where both depend on the image: a value made by Sigmoid, HardSigmoid, Softmax
 * or the middle of a written-out hard sigmoid (squeeze-and-excite, attention, SiLU), a denominator of a normalisation, or its reciprocal.
 * Where both inputs are gates, or none, nothing is marked. Expects `markGates` to have run.
 */
export function markGateInputs(model: StaticModel): StaticModel {
  const { graph } = model;
  const variable = variableValues(graph);
  const origins = originsOf(graph, variable);
  const nodes = graph.nodes.map((node) => {
    const index = gateIndex(node, variable, origins);
    if (index === undefined) return node;
    return { ...node, metadata: new Map([...(node.metadata ?? []), [GATE_INPUT, String(index)] as const]) };
  });
  return { ...model, graph: { ...graph, nodes } };
}

interface Origins {
  isGate(name: string): boolean;
  isDenominator(name: string): boolean;
}

function gateIndex(
  { inputs, op, domain }: GraphNode,
  variable: ReadonlySet<string>,
  { isGate, isDenominator }: Origins,
): number | undefined {
  const [a = '', b = ''] = inputs;
  if (domain !== '' || !variable.has(a) || !variable.has(b)) return undefined;
  if (op === 'Div') return isDenominator(b) ? 1 : undefined;
  if (op !== 'Mul' && op !== 'MatMul') return undefined;
  if (isGate(a) === isGate(b)) return undefined;
  return isGate(a) ? 0 : 1;
}

function originsOf(graph: Graph, variable: ReadonlySet<string>): Origins {
  const producers = producersOf(graph);
  /** The node a value was made by, before it was moved and scaled. */
  const sourceOf = (name: string, passing: ReadonlySet<string>): GraphNode | undefined => {
    for (let at = name; ; ) {
      const node = producers.get(at);
      if (node === undefined || !passing.has(operatorName(node))) return node;
      const inputs = node.inputs.filter((input) => variable.has(input));
      if (inputs.length !== 1 || (node.op === 'Div' && node.inputs[0] !== inputs[0])) return node;
      at = inputs[0]!;
    }
  };
  const scaled = new Set([...moves, 'Mul', 'Div']);
  // Stabilised: √v + ε, or max(‖x‖, ε).
  const shifted = new Set([...scaled, 'Add', 'Clip', 'Max']);
  const isDenominator = (name: string) => {
    const source = sourceOf(name, shifted);
    return source !== undefined && denominators.has(operatorName(source));
  };
  return {
    isDenominator,
    isGate(name) {
      const source = sourceOf(name, scaled);
      if (source === undefined) return false;
      const op = operatorName(source);
      if (op === 'Reciprocal') return isDenominator(source.inputs[0]!);
      return gates.has(op) || (op === 'Clip' && isGateClip(source));
    },
  };
}
