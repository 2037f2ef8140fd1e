import { intsAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';
import { visitTaps, windows } from './window.ts';

/** y = maximum of x over each window; padding never wins. */
export const MaxPool: Forward = ([x], node) => {
  const [batch = 0, channels = 0, ...input] = x!.shape;
  const axes = windows(node, input, intsAttribute(node, 'kernel_shape') ?? []);
  return tabulate([batch, channels, ...axes.map(({ outputs }) => outputs)], ([n = 0, c = 0, ...o]) => {
    let maximum = Number.NEGATIVE_INFINITY;
    visitTaps(axes, o, (position) => {
      maximum = Math.max(maximum, at(x!, [n, c, ...position]));
    });
    return maximum;
  });
};
