import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** The sum of the elements up to each one along an axis, or from the end (`reverse`), without itself (`exclusive`). */
export const CumSum: Forward = ([x, axisInput], node) => {
  const axis = (axisInput!.data[0]! + x!.shape.length) % x!.shape.length;
  const [exclusive, reverse] = [intAttribute(node, 'exclusive', 0), intAttribute(node, 'reverse', 0)];
  return tabulate(x!.shape, (index) => {
    const here = index[axis]!;
    let sum = 0;
    for (let position = 0; position < x!.shape[axis]!; position++) {
      const distance = reverse ? position - here : here - position;
      if (distance >= exclusive) sum += at(x!, index.with(axis, position));
    }
    return sum;
  });
};
