import { type GraphNode, intAttribute } from '@smoothgrad/onnx';
import { at, type ReferenceTensor } from '../tensor.ts';

/** For the element of x at an index: x − max and Σ exp(x − max) along the node's `axis` (default the last). */
export function alongAxis(x: ReferenceTensor, node: GraphNode) {
  const rank = x.shape.length;
  const axis = (intAttribute(node, 'axis', -1) + rank) % rank;
  return (index: readonly number[]): { shifted: number; sum: number } => {
    const line = Array.from({ length: x.shape[axis]! }, (_, i) => at(x, index.toSpliced(axis, 1, i)));
    const maximum = Math.max(...line);
    return {
      shifted: at(x, index) - maximum,
      sum: line.reduce((total, value) => total + Math.exp(value - maximum), 0),
    };
  };
}
