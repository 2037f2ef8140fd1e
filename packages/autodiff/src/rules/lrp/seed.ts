import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/** Relevance starts with the scores that are asked for themselves, not with their derivative 1. */
export function relevanceSeed(g: GraphBuilder, cotangent: Value, scores: Value): Value {
  return g.mul(cotangent, scores);
}
