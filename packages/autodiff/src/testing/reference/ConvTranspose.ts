import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '@smoothgrad/onnx';
import { at, type Forward, referenceTensor, tabulate } from '../tensor.ts';

/**
 * y[n, m, i·stride + k·dilation − begin] += x[n, c, i]·w[c, m, k] for c in the group of m; y starts as the bias (ONNX operator
 * specification of ConvTranspose). Sizes that are given say how much padding is cut off in all, `auto_pad` on which side: it
 * cuts down to the input times the stride, where there is as much.
 */
export const ConvTranspose: Forward = ([x, w, b], node) => {
  const [batch = 0, channels = 0, ...input] = x!.shape;
  const [, perGroup = 0, ...kernel] = w!.shape;
  const groups = intAttribute(node, 'group', 1);
  const axes = kernel.map((size, axis) => axisOf(node, input[axis]!, size, axis, kernel.length));
  const shape = [batch, groups * perGroup, ...axes.map(({ output }) => output)];
  const y = tabulate(shape, ([, m = 0]) => b?.data[m] ?? 0).data;
  tabulate(x!.shape, ([n = 0, c = 0, ...i]) => {
    const element = at(x!, [n, c, ...i]);
    const group = Math.floor(c / (channels / groups));
    tabulate([perGroup, ...kernel], ([m = 0, ...k]) => {
      const o = axes.map(({ position }, axis) => position(i[axis]!, k[axis]!));
      if (o.some((at, axis) => at < 0 || at >= axes[axis]!.output)) return 0;
      const flat = [n, group * perGroup + m, ...o].reduce((offset, index, axis) => offset * shape[axis]! + index, 0);
      y[flat]! += element * at(w!, [c, m, ...k]);
      return 0;
    });
    return 0;
  });
  return referenceTensor(shape, y);
};

function axisOf(node: GraphNode, input: number, kernel: number, axis: number, rank: number) {
  const stride = intsAttribute(node, 'strides')?.[axis] ?? 1;
  const dilation = intsAttribute(node, 'dilations')?.[axis] ?? 1;
  const pads = intsAttribute(node, 'pads');
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  const full =
    (input - 1) * stride + dilation * (kernel - 1) + 1 + (intsAttribute(node, 'output_padding')?.[axis] ?? 0);
  const given =
    intsAttribute(node, 'output_shape')?.slice(-rank)[axis] ??
    (autoPad.startsWith('SAME') ? Math.min(input * stride, full) : undefined);
  const begin = (from: number) => (i: number, k: number) => i * stride + k * dilation - from;
  if (given === undefined) {
    const [before, after] = autoPad === 'VALID' || !pads ? [0, 0] : [pads[axis]!, pads[axis + rank]!];
    return { output: full - before - after, position: begin(before) };
  }
  const total = Math.max(0, full - given);
  const small = Math.floor(total / 2);
  return { output: given, position: begin(autoPad === 'SAME_UPPER' ? small : total - small) };
}
