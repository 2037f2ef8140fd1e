import { intAttribute } from '../attributes.ts';
import { int64Tensor } from '../elements.ts';
import type { GraphNode, Tensor, Value } from '../ir.ts';
import { elementCount } from '../shapes.ts';

/** What Shape and Size return for a value of known shape: shape arithmetic is constant once shapes are static. */
export function foldedShape(node: GraphNode, values: ReadonlyMap<string, Value>): Tensor | undefined {
  const fold = node.domain === '' ? shapeOperators[node.op] : undefined;
  const x = values.get(node.inputs[0] ?? '');
  return fold && x && fold(node, x.shape);
}

const shapeOperators: Readonly<Record<string, (node: GraphNode, shape: readonly number[]) => Tensor>> = {
  Shape(node, shape) {
    const part = shape.slice(intAttribute(node, 'start', 0), intAttribute(node, 'end', shape.length));
    return int64Tensor(node.outputs[0]!, [part.length], part);
  },
  Size: (node, shape) => int64Tensor(node.outputs[0]!, [], [elementCount(shape)]),
};
