import { type Graph, type GraphNode, operatorName, type StaticModel } from '../ir.ts';
import { producersOf, variableValues } from './graphWalks.ts';

const DENOMINATOR = ['smoothgrad.denominator', 'norm'] as const;

/** Whether a Div is known to divide by a norm: a normalisation, which hardly changes with each number that it divides. */
export function isNormalisation(node: GraphNode): boolean {
  return node.metadata?.get(DENOMINATOR[0]) === DENOMINATOR[1];
}

/** What a denominator is made by: a norm or standard deviation, or the sum of a softmax that was written out. */
const norms = new Set(['Sqrt', 'ReduceL1', 'ReduceL2', 'ReduceSum', 'ReduceLogSumExp']);

/** What may stand between with one value of the image: moves, scales, and what keeps it from 0 (√v + ε, max(‖x‖, ε)). */
const passing = new Set([
  'Add',
  'Cast',
  'Clip',
  'Expand',
  'Identity',
  'Max',
  'Mul',
  'Reshape',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
]);

/** Marks each Div of two values of the image whose divisor is a norm. Products with a reciprocal are found by `markGates`. */
export function markDenominators(model: StaticModel): StaticModel {
  const { graph } = model;
  const variable = variableValues(graph);
  const isNorm = normFinder(graph, variable);
  const nodes = graph.nodes.map((node) => {
    const isQuotient = operatorName(node) === 'Div' && node.inputs.every((name) => variable.has(name));
    if (!isQuotient || !isNorm(node.inputs[1]!)) return node;
    return { ...node, metadata: new Map([...(node.metadata ?? []), DENOMINATOR]) };
  });
  return { ...model, graph: { ...graph, nodes } };
}

function normFinder(graph: Graph, variable: ReadonlySet<string>): (name: string) => boolean {
  const producers = producersOf(graph);
  const isNorm = (name: string): boolean => {
    const node = producers.get(name);
    if (node === undefined) return false;
    if (norms.has(operatorName(node))) return true;
    const [data, ...others] = node.inputs.filter((input) => variable.has(input));
    return passing.has(operatorName(node)) && data !== undefined && others.length === 0 && isNorm(data);
  };
  return isNorm;
}
