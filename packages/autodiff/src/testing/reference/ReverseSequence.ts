import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** The first lengths[b] elements along `time_axis` in reverse order, for each position b on `batch_axis`. */
export const ReverseSequence: Forward = ([x, lengths], node) => {
  const [batch, time] = [intAttribute(node, 'batch_axis', 1), intAttribute(node, 'time_axis', 0)];
  return tabulate(x!.shape, (index) => {
    const length = lengths!.data[index[batch]!]!;
    const position = index[time]!;
    return at(x!, index.with(time, position < length ? length - 1 - position : position));
  });
};
