import { differentiationObstacles, nodesOnPath, type Obstacle, type RuleTable, standard } from '@smoothgrad/autodiff';
import { elementCount, type Model, nodeLabel, operatorName, type Tensor, tensorAttribute } from '@smoothgrad/onnx';
import type { PreparedClassifier } from './prepare.ts';

export interface Inspection {
  readonly input: {
    readonly name: string;
    readonly shape: readonly number[];
    readonly layout: 'NCHW' | 'NHWC';
    readonly channels: 1 | 3;
  };
  readonly scores: { readonly tensor: string; readonly activation: string; readonly assumed: boolean };
  readonly classes: number;
  /** Nodes of the whole graph as it is in the file. */
  readonly nodes: number;
  /** Operators of the file; `status` is `off path` for those the gradient does not pass through. */
  readonly operators: readonly {
    readonly op: string;
    readonly count: number;
    readonly status: 'exact' | 'refused' | 'off path';
  }[];
  readonly unsupported: readonly Obstacle[];
  /** Numbers in the file's constants; scalars, shapes and other 64-bit integers are none of them. */
  readonly parameters: number;
  readonly opset: number;
  readonly producer: string;
}

/** What a model is and whether it can be explained, without running it. */
export function inspectClassifier(
  source: Model,
  prepared: PreparedClassifier,
  rules: RuleTable = standard,
): Inspection {
  const { model, input, scores, originalName } = prepared;
  const unsupported = differentiationObstacles(model, scores.tensor, [input.name], rules).map((obstacle) => ({
    ...obstacle,
    node: originalName(obstacle.node),
  }));
  return {
    input: { name: input.name, shape: input.shape, layout: input.layout, channels: input.channels },
    scores: { tensor: originalName(scores.tensor), activation: scores.activation, assumed: scores.assumed },
    classes: scores.classes,
    nodes: source.graph.nodes.length,
    operators: operators(source, prepared, unsupported),
    unsupported,
    parameters: constants(source)
      .filter(isParameter)
      .reduce((sum, { dims }) => sum + elementCount(dims), 0),
    opset: source.opsets.get('') ?? 0,
    producer: source.producer,
  };
}

type Status = Inspection['operators'][number]['status'];

/** Normalising replaces nodes by others that make the same values, so a node of the file is looked up by what it makes. */
function operators(
  source: Model,
  { model, input, scores, originalName }: PreparedClassifier,
  unsupported: readonly Obstacle[],
): Inspection['operators'] {
  const refusedNodes = new Set(unsupported.map(({ node, op }) => `${op} ${node}`));
  const made = new Map<string, Status>();
  for (const node of nodesOnPath(model, scores.tensor, [input.name])) {
    const isRefused = refusedNodes.has(`${operatorName(node)} ${originalName(nodeLabel(node))}`);
    for (const output of node.outputs) made.set(originalName(output), isRefused ? 'refused' : 'exact');
  }
  const found = new Map<string, { count: number; statuses: Set<Status> }>();
  for (const node of source.graph.nodes) {
    const op = operatorName(node);
    const entry = found.get(op) ?? { count: 0, statuses: new Set() };
    entry.count += 1;
    for (const output of node.outputs) entry.statuses.add(made.get(output) ?? 'off path');
    found.set(op, entry);
  }
  return [...found]
    .map(([op, { count, statuses }]) => ({ op, count, status: order.find((status) => statuses.has(status))! }))
    .sort((a, b) => b.count - a.count);
}

const order: readonly Status[] = ['refused', 'exact', 'off path'];

function constants({ graph }: Model): Tensor[] {
  const nodes = graph.nodes.filter(({ op, domain }) => op === 'Constant' && domain === '');
  return [...graph.initializers.values(), ...nodes.flatMap((node) => tensorAttribute(node, 'value') ?? [])];
}

/** Scalars are bounds and factors, 64-bit integers are shapes. */
const isParameter = ({ type, dims }: Tensor) =>
  dims.length > 0 && type !== 'int64' && type !== 'bool' && type !== 'string';
