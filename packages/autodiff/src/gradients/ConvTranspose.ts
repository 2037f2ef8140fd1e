import { type GraphNode, intAttribute, intsAttribute, stringAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { biasGradient, type Correlation, convOfSize, weightGradient } from './convolution.ts';
import { spatial } from './spatial.ts';

/**
 * y = each element of x spread over its window by w, overlaps added, + b: the transpose of a Conv from y to x.
 * dx = that Conv of dy with the weights as they are. dw = the weight gradient of that Conv, with dy as its input and x as the
 * cotangent of its output. db = the sum of dy.
 */
export const ConvTranspose: GradientRule = {
  op: 'ConvTranspose',
  refuse: ({ node }) => {
    const isExtended = intsAttribute(node, 'output_padding')?.some((length) => length > 0);
    // The size ONNX Runtime infers for it is not the one it computes.
    return isSame(node) && !hasOutputShape(node) && isExtended
      ? 'output_padding together with auto_pad has no certain size; export it with pads'
      : undefined;
  },
  backward({ g, node, inputs, needs, cotangents }) {
    const [x, w, dy] = [inputs[0]!, inputs[1]!, cotangents[0]!];
    const group = intAttribute(node, 'group', 1);
    const steps = transposedWindow(node, spatial(x.shape), spatial(w.shape), spatial(dy.shape));
    return [
      needs[0] ? convOfSize(g, dy, w, { steps, group, size: spatial(x.shape) }) : undefined,
      needs[1] ? weightGradient(g, { x: dy, dy: x, group, window: steps }) : undefined,
      needs[2] ? biasGradient(g, dy) : undefined,
    ];
  },
};

/** The window over y. How much of the spread elements is cut off before the first one: what is left shows in the sizes. */
function transposedWindow(
  node: GraphNode,
  input: readonly number[],
  kernel: readonly number[],
  output: readonly number[],
): Correlation['window'] {
  const strides = intsAttribute(node, 'strides') ?? kernel.map(() => 1);
  const dilations = intsAttribute(node, 'dilations') ?? kernel.map(() => 1);
  const extra = intsAttribute(node, 'output_padding') ?? kernel.map(() => 0);
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  const isSized = isSame(node) || hasOutputShape(node);
  const cut = kernel.map((size, i) => {
    if (!isSized) return autoPad === 'VALID' ? 0 : (intsAttribute(node, 'pads')?.[i] ?? 0);
    const reach = (input[i]! - 1) * strides[i]! + dilations[i]! * (size - 1) + 1 + extra[i]!;
    const total = Math.max(0, reach - output[i]!);
    return autoPad === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
  });
  return { kernel, strides, dilations, padBegin: cut };
}

function isSame(node: GraphNode): boolean {
  return stringAttribute(node, 'auto_pad', 'NOTSET').startsWith('SAME');
}

function hasOutputShape(node: GraphNode): boolean {
  return (intsAttribute(node, 'output_shape')?.length ?? 0) > 0;
}
