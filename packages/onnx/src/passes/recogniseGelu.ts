import { inlineNumbers } from '../elements.ts';
import { type Graph, type GraphNode, operatorName, type StaticModel } from '../ir.ts';
import { elementCount } from '../shapes.ts';
import { bodiesOf, producersOf, readsOf, withoutDeadCode } from './graphWalks.ts';

/** The first operator set with Gelu. */
const GELU_SINCE = 20;

/** What operator set 20 means differently than 18 does. */
const CHANGED: readonly string[] = ['DFT', 'GridSample'];

/**
 * x·(1 + erf(x/√2))/2, written in five nodes by exporters for operator sets before 20, becomes Gelu: its gradient rule needs
 * fewer passes over the numbers than the rules of the five, and the runtime has a kernel for it.
 *
 * Measured on convnext_atto, explainer ÷ forward, one thread: 2.68 → 2.55 (sums of each node's shortest time). See `shareGelu` for transformers.
 */
export function recogniseGelu(model: StaticModel): StaticModel {
  const { graph } = model;
  if (!graph.nodes.some(isErf) || mentions(graph, CHANGED)) return model;
  const found = findGelus(model);
  if (found.size === 0) return model;
  const nodes = graph.nodes.map((node): GraphNode => {
    const x = found.get(node);
    return x === undefined ? node : { ...node, op: 'Gelu', inputs: [x] };
  });
  const opsets = new Map([...model.opsets, ['', Math.max(GELU_SINCE, model.opsets.get('') ?? 0)] as const]);
  return { ...model, opsets, graph: withoutDeadCode({ ...graph, nodes }) };
}

const isErf = (node: GraphNode) => operatorName(node) === 'Erf';

const mentions = (graph: Graph, operators: readonly string[]): boolean =>
  graph.nodes.some(({ op }) => operators.includes(op)) ||
  graph.nodes.flatMap(bodiesOf).some((body) => mentions(body, operators));

/** The last node of each Gelu, and the name of its x. */
function findGelus({ graph, values }: StaticModel): Map<GraphNode, string> {
  const producers = producersOf(graph);
  const readers = new Map<string, GraphNode[]>();
  for (const node of graph.nodes)
    for (const name of readsOf(node)) readers.set(name, [...(readers.get(name) ?? []), node]);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const isNumber = (name: string, number: number) => {
    const tensor = graph.initializers.get(name);
    if (tensor === undefined || elementCount(tensor.dims) !== 1) return false;
    return Math.abs(inlineNumbers(tensor)![0]! / number - 1) < 1e-6;
  };
  /** The other operand of a sum or product with a number; undefined where the node is none. */
  const besides = (node: GraphNode | undefined, op: string, number: number) => {
    if (node === undefined || operatorName(node) !== op) return undefined;
    const at = node.inputs.findIndex((name) => isNumber(name, number));
    return at < 0 ? undefined : node.inputs[1 - at];
  };
  const quotient = (node: GraphNode | undefined) =>
    node && operatorName(node) === 'Div' && isNumber(node.inputs[1]!, Math.SQRT2) ? node.inputs[0] : undefined;
  /** The only node that reads the node's result. */
  const readerOf = (node: GraphNode | undefined) => {
    const name = node?.outputs[0] ?? '';
    const all = readers.get(name) ?? [];
    return all.length === 1 && !outputs.has(name) ? all[0] : undefined;
  };
  const otherFactor = (product: GraphNode | undefined, factor: GraphNode) => {
    if (product === undefined || operatorName(product) !== 'Mul') return undefined;
    return product.inputs.find((name) => name !== factor.outputs[0]);
  };

  const geluOf = (erf: GraphNode): [last: GraphNode, x: string] | undefined => {
    const scaled = producers.get(erf.inputs[0]!);
    const x = quotient(scaled) ?? besides(scaled, 'Mul', Math.SQRT1_2);
    const sum = readerOf(erf);
    if (x === undefined || sum === undefined || besides(sum, 'Add', 1) !== erf.outputs[0]) return undefined;
    const first = readerOf(sum);
    const factor = first && otherFactor(first, sum);
    if (first === undefined || factor === undefined) return undefined;
    // (x/2)·(1 + erf), x·((1 + erf)/2), (x·(1 + erf))/2.
    if (besides(producers.get(factor), 'Mul', 0.5) === x) return [first, x];
    const second = readerOf(first);
    if (second === undefined) return undefined;
    if (isNumber(factor, 0.5)) return otherFactor(second, first) === x ? [second, x] : undefined;
    return factor === x && besides(second, 'Mul', 0.5) !== undefined ? [second, x] : undefined;
  };
  const found = graph.nodes.filter(isErf).flatMap((erf) => {
    const gelu = geluOf(erf);
    const known = gelu && values.get(gelu[1])?.type === 'float32' && sameAs(gelu, values);
    return known ? [gelu] : [];
  });
  return new Map(found);
}

/** A factor of shape [1, 1, 1] may have added axes. */
function sameAs([last, x]: [GraphNode, string], values: StaticModel['values']): boolean {
  const [input, output] = [values.get(x)?.shape, values.get(last.outputs[0]!)?.shape];
  return input !== undefined && input.join() === output?.join();
}
