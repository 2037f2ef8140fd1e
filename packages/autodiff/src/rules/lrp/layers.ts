import { ancestors, dependents, type GraphNode, operatorName, type StaticModel } from '@smoothgrad/onnx';
import { nodesOnPath } from '../../differentiate.ts';
import type { RuleTable } from '../../rule.ts';

export type LayerKind = 'convolution' | 'dense';

/** Operators that are layers with weights. */
const kinds: Readonly<Record<string, LayerKind>> = {
  Conv: 'convolution',
  ConvTranspose: 'convolution',
  Gemm: 'dense',
  MatMul: 'dense',
};

/** A layer with constant weights that relevance passes. */
export interface Layer {
  readonly node: GraphNode;
  readonly kind: LayerKind;
  /** No other one is between it and the network's input. */
  readonly isFirst: boolean;
  /** The nodes between the network's input and it. */
  readonly before: readonly GraphNode[];
}

/**
 * The layers on the way of relevance. What scales each channel by itself is none (a normalisation that could not be folded): it has no
 * choice of where relevance goes.
 */
export function layersOnPath(model: StaticModel, of: string, input: string, rules: RuleTable): readonly Layer[] {
  const path = nodesOnPath(model, of, [input], rules);
  // Gates too, which are not on the path.
  const variable = dependents(model.graph, [input]);
  const behind = new Set<string>();
  return path.flatMap((node) => {
    const isBehind = node.inputs.some((name) => behind.has(name));
    const kind = kinds[operatorName(node)];
    const isLayer =
      kind !== undefined && node.inputs.filter((name) => variable.has(name)).length === 1 && !isPerChannel(model, node);
    if (isBehind || isLayer) for (const name of node.outputs) behind.add(name);
    if (!isLayer) return [];
    const needed = isBehind ? undefined : ancestors(model.graph, node.inputs);
    const before = path.filter((each) => needed !== undefined && each.outputs.some((name) => needed.has(name)));
    return [{ node, kind, isFirst: !isBehind, before }];
  });
}

/** Weights [C, 1, 1, …] with C groups. */
export function isPerChannel({ values }: StaticModel, { inputs }: GraphNode): boolean {
  const [x, w] = [values.get(inputs[0] ?? '')?.shape ?? [], values.get(inputs[1] ?? '')?.shape ?? []];
  return w.length > 2 && w.every((size, axis) => size === (axis === 0 ? x[1] : 1)) && x[1] !== 1;
}
