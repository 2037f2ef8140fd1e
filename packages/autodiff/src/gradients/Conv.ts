import { elementCount, type GraphBuilder, int, intAttribute, ints, type Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../rule.ts';
import { blockedPattern, blockedUpsample, isBlocked } from './blocked.ts';
import { biasGradient, type Correlation, weightGradient } from './convolution.ts';
import { type Pads, readWindow, reversedPads, spatial, transposeAttributes, type Window } from './spatial.ts';
import { isWorthWinograd, winogradSpread } from './winograd.ts';

/**
 * y = x ⋆ w + b (cross-correlation).  dx = dy convolved with w: each output spreads its cotangent over its window.
 * dw = x ⋆ dy summed over the images, db = the sum of dy: they are asked for where weights are computed from the image.
 *
 * Formulations, fastest first where they apply (gradients.md §2, §3, §12): 3 × 3 with many channels: Winograd's;
 * stride 1: a Conv with the kernel reversed and its channels swapped; depthwise with stride: zeros put between the elements
 * of dy, then the same; otherwise ConvTranspose with the weights as they are. Weights are never copied: they are reversed by
 * nodes on the initializer, which ONNX Runtime folds when the session is made.
 */
export const Conv: GradientRule = {
  op: 'Conv',
  backward(context) {
    const { g, node, inputs, needs, cotangents } = context;
    const [x, w, dy] = [inputs[0]!, inputs[1]!, cotangents[0]!];
    const conv: Convolution = {
      x,
      w,
      dy,
      group: intAttribute(node, 'group', 1),
      window: readWindow(node, spatial(x.shape), spatial(w.shape)),
    };
    return [
      needs[0] ? inputGradient(context, conv) : undefined,
      needs[1] ? weightGradient(g, conv) : undefined,
      needs[2] ? biasGradient(g, dy) : undefined,
    ];
  },
};

interface Convolution extends Correlation {
  readonly w: Value;
  readonly window: Window;
}

function inputGradient({ g, needs, target }: BackwardContext, conv: Convolution): Value {
  const { x, w, dy, group, window } = conv;
  const isDepthwise = group > 1 && group === w.shape[0] && w.shape[1] === 1;
  const isUnitStride = window.strides.every((stride) => stride === 1);
  // A kernel that covers the whole image is a linear layer: turning its many weights round would take the session seconds.
  const isLinear = spatial(dy.shape).every((size) => size === 1) && spatial(w.shape).some((size) => size > 1);
  const stuffed = spatial(dy.shape).map((length, i) => length * window.strides[i]!);
  const pads = reversedPads(window, spatial(x.shape), stuffed);
  if (pads !== undefined && isUnitStride && !isLinear) {
    const kernel = { dy, w, pads, shape: x.shape };
    const isPlain = group === 1 && window.dilations.every((dilation) => dilation === 1) && !needs[1];
    if (isPlain && isWorthWinograd(kernel, target)) return winogradSpread(g, kernel);
    return flippedConv(g, conv, dy, pads);
  }
  if (pads !== undefined && isDepthwise && x.shape.length === 4)
    return flippedConv(g, conv, zeroStuffed(g, dy, window.strides), pads);
  const attributes = transposeAttributes(window, spatial(x.shape), spatial(dy.shape), group);
  return g.op('ConvTranspose', [dy, w], { shape: x.shape, attributes });
}

function flippedConv(g: GraphBuilder, conv: Convolution, dy: Value, pads: Pads): Value {
  const { x, w, group, window } = conv;
  return g.op('Conv', [dy, reversed(g, swappedChannels(g, w, group))], {
    shape: x.shape,
    attributes: {
      group: int(group),
      kernel_shape: ints(window.kernel),
      dilations: ints(window.dilations),
      strides: ints(window.kernel.map(() => 1)),
      pads: ints([...pads.begin, ...pads.end]),
    },
  });
}

/** [M, C/g, …] as [C, M/g, …]: input and output channels of each group exchanged. */
function swappedChannels(g: GraphBuilder, w: Value, group: number): Value {
  const [m = 1, c = 1, ...kernel] = w.shape;
  if (m === group && c === 1) return w;
  const swap = [1, 0, ...kernel.map((_, i) => i + 2)];
  if (group === 1) return g.transpose(w, swap);
  const grouped = g.reshape(w, [group, m / group, c, ...kernel]);
  const exchanged = g.transpose(grouped, [0, 2, 1, ...kernel.map((_, i) => i + 3)]);
  return g.reshape(exchanged, [group * c, m / group, ...kernel]);
}

const TO_THE_START = -(2n ** 63n) + 1n;

/** The kernel turned by 180 degrees. */
function reversed(g: GraphBuilder, w: Value): Value {
  const axes = w.shape.flatMap((size, axis) => (axis >= 2 && size > 1 ? [axis] : []));
  if (axes.length === 0) return w;
  const all = (value: number | bigint) => g.int64(axes.map(() => value));
  return g.op('Slice', [w, all(-1), all(TO_THE_START), g.int64(axes), all(-1)], { shape: w.shape });
}

/** dy with stride − 1 zeros after each element along each axis: nearest-neighbour Resize times a 0/1 pattern stays in the blocked layout. */
function zeroStuffed(g: GraphBuilder, dy: Value, strides: readonly number[]): Value {
  const wide = blockedUpsample(g, dy, strides);
  const values = Array.from({ length: elementCount(strides) }, (_, i) => (i === 0 ? 1 : 0));
  if (isBlocked(dy)) return g.mul(wide, blockedPattern(g, { values, size: strides }, wide.shape, dy));
  const tile = g.cast(g.float32(values, [1, 1, ...strides]), dy.type);
  const shape = [1, 1, ...spatial(wide.shape)];
  return g.mul(wide, g.op('Tile', [tile, g.int64([1, 1, ...spatial(dy.shape)])], { shape }));
}
