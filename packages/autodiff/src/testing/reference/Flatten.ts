import { elementCount, intAttribute } from '@smoothgrad/onnx';
import { type Forward, withShape } from '../tensor.ts';

/** A matrix: the axes before `axis` are its rows, the others its columns. */
export const Flatten: Forward = ([x], node) => {
  const axis = intAttribute(node, 'axis', 1);
  const from = axis < 0 ? axis + x!.shape.length : axis;
  return withShape(x!, [elementCount(x!.shape.slice(0, from)), elementCount(x!.shape.slice(from))]);
};
