import { elementCount } from '@smoothgrad/onnx';
import { type Forward, withShape } from '../tensor.ts';

/** The same elements in the shape of the second input; 0 keeps a length, −1 is what is left over. */
export const Reshape: Forward = ([x, target]) => {
  const shape = Array.from(target!.data, (length, axis) => (length === 0 ? x!.shape[axis]! : length));
  const known = elementCount(shape.filter((length) => length !== -1));
  return withShape(
    x!,
    shape.map((length) => (length === -1 ? elementCount(x!.shape) / known : length)),
  );
};
