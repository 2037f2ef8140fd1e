import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** Slices of x at the tuples in the last axis of the indices; the first `batch_dims` axes are common to both. */
export const GatherND: Forward = ([x, indices], node) => {
  const batch = intAttribute(node, 'batch_dims', 0);
  const outer = indices!.shape.slice(0, -1);
  const tuple = indices!.shape.at(-1)!;
  return tabulate([...outer, ...x!.shape.slice(batch + tuple)], (index) => {
    const position = Array.from({ length: tuple }, (_, i) => {
      const length = x!.shape[batch + i]!;
      return (at(indices!, [...index.slice(0, outer.length), i]) + length) % length;
    });
    return at(x!, [...index.slice(0, batch), ...position, ...index.slice(outer.length)]);
  });
};
