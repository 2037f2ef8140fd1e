import { nodesOnPath, type Obstacle } from '@smoothgrad/autodiff';
import {
  bodiesOf,
  type Graph,
  type GraphNode,
  isApproximated,
  isStraightThrough,
  type Model,
  nameInFile,
  operatorName,
} from '@smoothgrad/onnx';
import type { PreparedClassifier } from './prepare.ts';

/**
 * What the gradient does at an operator: it is the derivative; the estimate that passes rounding as if it were the identity;
 * there is none; or it does not come by.
 */
export type OperatorStatus = 'exact' | 'straight-through' | 'refused' | 'off path';

export interface OperatorCount {
  readonly op: string;
  readonly count: number;
  /** The first of `refused`, `straight-through`, `exact`, `off path` that one of its nodes has. */
  readonly status: OperatorStatus;
}

const order: readonly OperatorStatus[] = ['refused', 'straight-through', 'exact', 'off path'];
const worst = (statuses: readonly OperatorStatus[]) => order.find((status) => statuses.includes(status)) ?? 'off path';

/** The nodes of a file: of its graph, of the bodies of control flow, and of its functions, however often they are called. */
export function nodesOfFile({ graph, functions }: Model): readonly GraphNode[] {
  const withBodies = (node: GraphNode): readonly GraphNode[] => [node, ...bodiesOf(node).flatMap(nodesOf)];
  const nodesOf = ({ nodes }: Pick<Graph, 'nodes'>) => nodes.flatMap(withBodies);
  return [graph, ...functions].flatMap(nodesOf);
}

/** The operators of a file by how often they occur; those that others were put in place of have the status of these. */
export function inspectOperators(
  source: Model,
  prepared: PreparedClassifier,
  unsupported: readonly Obstacle[],
): readonly OperatorCount[] {
  const statusOf = statusesIn(source, preparedStatuses(prepared, unsupported));
  const found = new Map<string, OperatorStatus[]>();
  for (const node of nodesOfFile(source)) {
    const op = operatorName(node);
    const statuses = found.get(op) ?? [];
    statuses.push(statusOf(node));
    found.set(op, statuses);
  }
  return [...found]
    .map(([op, statuses]) => ({ op, count: statuses.length, status: worst(statuses) }))
    .sort((a, b) => b.count - a.count);
}

/** The status of each node of the file that something is left of. */
function preparedStatuses({ model, input, scores }: PreparedClassifier, unsupported: readonly Obstacle[]) {
  const refused = new Set(unsupported.map(({ op, node }) => `${op} ${node}`));
  const path = new Set(nodesOnPath(model, scores.tensor, [input.name]));
  const statuses = new Map<GraphNode, OperatorStatus>();
  const add = (node: GraphNode, status: OperatorStatus): void => {
    statuses.set(node, worst([status, statuses.get(node) ?? 'off path']));
  };
  for (const node of model.graph.nodes) {
    const { label, op } = nameInFile(node);
    const isEstimate = isStraightThrough(node) || isApproximated(node);
    const passed = path.has(node) ? (isEstimate ? 'straight-through' : 'exact') : 'off path';
    const status = refused.has(`${op} ${label}`) ? 'refused' : passed;
    if (node.origin === undefined) continue;
    add(node.origin.node, status);
    // Control flow that is still there stands for all that is in it.
    if (bodiesOf(node).length > 0) for (const inner of insideOf(node.origin.node)) add(inner, status);
  }
  return statuses;
}

const insideOf = (node: GraphNode): GraphNode[] =>
  bodiesOf(node).flatMap(({ nodes }) => nodes.flatMap((inner) => [inner, ...insideOf(inner)]));

/** Control flow and calls have, beside their own, the statuses of what is in them. */
function statusesIn({ functions }: Model, prepared: ReadonlyMap<GraphNode, OperatorStatus>) {
  const known = new Map<GraphNode, OperatorStatus>();
  const statusOf = (node: GraphNode): OperatorStatus => {
    const status = known.get(node) ?? worst([prepared.get(node) ?? 'off path', ...inner(node).map(statusOf)]);
    known.set(node, status);
    return status;
  };
  const inner = (node: GraphNode) => {
    const called = functions.filter(
      ({ domain, name, overload }) => domain === node.domain && name === node.op && overload === (node.overload ?? ''),
    );
    return [...bodiesOf(node), ...called].flatMap(({ nodes }) => nodes);
  };
  return statusOf;
}
