import { intAttribute, intsAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';
import { visitTaps, windows } from './window.ts';

/** y = (Σ |x|^p)^(1/p) over each window; padding adds nothing. */
export const LpPool: Forward = ([x], node) => {
  const [batch = 0, channels = 0, ...input] = x!.shape;
  const p = intAttribute(node, 'p', 2);
  const axes = windows(node, input, intsAttribute(node, 'kernel_shape') ?? []);
  return tabulate([batch, channels, ...axes.map(({ outputs }) => outputs)], ([n = 0, c = 0, ...o]) => {
    let sum = 0;
    visitTaps(axes, o, (position) => {
      sum += Math.abs(at(x!, [n, c, ...position])) ** p;
    });
    return sum ** (1 / p);
  });
};
