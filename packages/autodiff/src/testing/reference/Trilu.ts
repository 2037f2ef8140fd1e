import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** The matrices of the last two axes with what lies below (`upper`) or above their k-th diagonal set to 0. */
export const Trilu: Forward = ([x, k], node) => {
  const upper = intAttribute(node, 'upper', 1) === 1;
  const diagonal = k?.data[0] ?? 0;
  return tabulate(x!.shape, (index) => {
    const offset = index.at(-1)! - index.at(-2)!;
    return (upper ? offset >= diagonal : offset <= diagonal) ? at(x!, index) : 0;
  });
};
