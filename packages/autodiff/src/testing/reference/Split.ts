import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** The part of x that becomes the output named `y`: sizes as input 1 says, or `num_outputs` equal parts, the last one smaller. */
export const Split: Forward = ([x, sizes], node) => {
  const axis = (intAttribute(node, 'axis', 0) + x!.shape.length) % x!.shape.length;
  const length = x!.shape[axis]!;
  const part = Math.ceil(length / intAttribute(node, 'num_outputs', 1));
  const lengths = node.outputs.map((_, i) => sizes?.data[i] ?? Math.min(part, length - i * part));
  const chosen = node.outputs.indexOf('y');
  const start = lengths.slice(0, chosen).reduce((a, b) => a + b, 0);
  return tabulate(x!.shape.with(axis, lengths[chosen]!), (index) => at(x!, index.with(axis, start + index[axis]!)));
};
