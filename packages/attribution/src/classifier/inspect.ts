import { differentiationObstacles, nodesOnPath, type Obstacle, type RuleTable, standard } from '@smoothgrad/autodiff';
import { elementCount, type Model, operatorName } from '@smoothgrad/onnx';
import type { PreparedClassifier } from './classifier.ts';

export interface Inspection {
  readonly input: { readonly name: string; readonly shape: readonly number[]; readonly layout: 'NCHW' | 'NHWC'; readonly channels: 1 | 3 };
  readonly scores: { readonly tensor: string; readonly activation: string; readonly assumed: boolean };
  readonly classes: number;
  /** Nodes of the whole graph as it is in the file. */
  readonly nodes: number;
  /** Operators of the file; `status` is `off path` for those the gradient does not pass through. */
  readonly operators: readonly { readonly op: string; readonly count: number; readonly status: 'exact' | 'refused' | 'off path' }[];
  readonly unsupported: readonly Obstacle[];
  readonly parameters: number;
  readonly opset: number;
  readonly producer: string;
}

/** What a model is and whether it can be explained, without running it. */
export function inspectClassifier(source: Model, prepared: PreparedClassifier, rules: RuleTable = standard): Inspection {
  const { model, input, scores, originalName } = prepared;
  const path = nodesOnPath(model, scores.tensor, [input.name]);
  const unsupported = differentiationObstacles(model, scores.tensor, [input.name], rules).map((obstacle) => ({
    ...obstacle,
    node: originalName(obstacle.node),
  }));
  const refused = new Set(unsupported.map(({ op }) => op));
  const onPath = new Set(path.map(operatorName));
  const counts = new Map<string, number>();
  for (const node of source.graph.nodes) counts.set(operatorName(node), (counts.get(operatorName(node)) ?? 0) + 1);
  return {
    input: { name: input.name, shape: input.shape, layout: input.layout, channels: input.channels },
    scores: { tensor: originalName(scores.tensor), activation: scores.activation, assumed: scores.assumed },
    classes: scores.classes,
    nodes: source.graph.nodes.length,
    operators: [...counts]
      .map(([op, count]) => ({ op, count, status: refused.has(op) ? 'refused' : onPath.has(op) ? 'exact' : 'off path' }) as const)
      .sort((a, b) => b.count - a.count),
    unsupported,
    parameters: [...model.graph.initializers.values()].reduce((sum, { dims }) => sum + elementCount(dims), 0),
    opset: source.opsets.get('') ?? 0,
    producer: source.producer,
  };
}
