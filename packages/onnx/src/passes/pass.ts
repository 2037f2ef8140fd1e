import type { Graph, GraphNode, Model, Tensor } from '../ir.ts';

/** One small rewrite of a whole model; returns the same object when there is nothing to do. */
export interface Pass {
  readonly name: string;
  run(model: Model): Model;
}

/** A rewrite of single nodes of an old operator set: the nodes and initializers that take the place of `node`. */
export interface Replacement {
  readonly nodes: readonly GraphNode[];
  readonly initializers?: readonly Tensor[];
}

export function withGraph(model: Model, graph: Partial<Graph>): Model {
  return { ...model, graph: { ...model.graph, ...graph } };
}
