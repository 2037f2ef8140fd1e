import { intAttribute, intsAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';
import { type AxisWindow, visitTaps, windows } from './window.ts';

/** y = sum of x over each window ÷ the taps inside the input, or with `count_include_pad` those inside the padded input. */
export const AveragePool: Forward = ([x], node) => {
  const [batch = 0, channels = 0, ...input] = x!.shape;
  const includePad = intAttribute(node, 'count_include_pad', 0) === 1;
  const axes = windows(node, input, intsAttribute(node, 'kernel_shape') ?? []);
  return tabulate([batch, channels, ...axes.map(({ outputs }) => outputs)], ([n = 0, c = 0, ...o]) => {
    let sum = 0;
    let inside = 0;
    visitTaps(axes, o, (position) => {
      sum += at(x!, [n, c, ...position]);
      inside++;
    });
    return sum / (includePad ? axes.reduce((count, axis, i) => count * tapsInPadded(axis, o[i]!), 1) : inside);
  });
};

function tapsInPadded({ kernel, input, begin, end, position }: AxisWindow, o: number): number {
  let count = 0;
  for (let k = 0; k < kernel; k++) if (position(o, k) >= -begin && position(o, k) < input + end) count++;
  return count;
}
