import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';
import { visitTaps, windows } from './window.ts';

/** y[n, m, o] = b[m] + Σ_c Σ_k x[n, c, o·stride − pad + k·dilation]·w[m, c, k], c within the group of m. */
export const Conv: Forward = ([x, w, b], node) => {
  const [batch = 0, , ...input] = x!.shape;
  const [filters = 0, channels = 0, ...kernel] = w!.shape;
  const perGroup = filters / intAttribute(node, 'group', 1);
  const axes = windows(node, input, kernel);
  return tabulate([batch, filters, ...axes.map(({ outputs }) => outputs)], ([n = 0, m = 0, ...o]) => {
    const firstChannel = Math.floor(m / perGroup) * channels;
    let sum = b?.data[m] ?? 0;
    visitTaps(axes, o, (position, tap) => {
      for (let c = 0; c < channels; c++) {
        sum += at(x!, [n, firstChannel + c, ...position]) * at(w!, [m, c, ...tap]);
      }
    });
    return sum;
  });
};
