import {
  type Attribute,
  type GraphNode,
  int,
  intAttribute,
  ints,
  intsAttribute,
  stringAttribute,
} from '@smoothgrad/onnx';

/** A convolution or pooling window along each spatial axis, with the padding ONNX Runtime really applies. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padBegin: readonly number[];
  readonly padEnd: readonly number[];
  readonly ceil: boolean;
}

/**
 * Reads `kernel_shape`, `strides`, `dilations`, `pads` and `auto_pad` (ONNX operator specification of Conv and the pools).
 *
 * @param input spatial sizes of the input
 * @param kernel spatial sizes of the kernel where the node has no `kernel_shape` (Conv: those of the weights)
 */
export function readWindow(
  node: GraphNode,
  input: readonly number[],
  kernel: readonly number[] = intsAttribute(node, 'kernel_shape') ?? [],
): Window {
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(node, 'strides') ?? ones;
  const dilations = intsAttribute(node, 'dilations') ?? ones;
  const ceil = intAttribute(node, 'ceil_mode', 0) === 1;
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  const zeros = kernel.map(() => 0);
  if (autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER') {
    const total = kernel.map((size, i) => {
      const output = Math.ceil(input[i]! / strides[i]!);
      return Math.max((output - 1) * strides[i]! + dilations[i]! * (size - 1) + 1 - input[i]!, 0);
    });
    const small = total.map((pad) => Math.floor(pad / 2));
    const large = total.map((pad) => Math.ceil(pad / 2));
    const [padBegin, padEnd] = autoPad === 'SAME_UPPER' ? [small, large] : [large, small];
    return { kernel, strides, dilations, padBegin, padEnd, ceil };
  }
  const pads = autoPad === 'VALID' ? undefined : intsAttribute(node, 'pads');
  return {
    kernel,
    strides,
    dilations,
    padBegin: pads?.slice(0, kernel.length) ?? zeros,
    padEnd: pads?.slice(kernel.length) ?? zeros,
    ceil,
  };
}

/** Extent of a dilated kernel along axis i. */
export function extent({ kernel, dilations }: Window, i: number): number {
  return dilations[i]! * (kernel[i]! - 1) + 1;
}

/** How many taps of window `o` along axis i lie in [low, high) of the input's positions. */
export function tapsWithin(window: Window, i: number, o: number, low: number, high: number): number {
  const start = o * window.strides[i]! - window.padBegin[i]!;
  return Array.from({ length: window.kernel[i]! }, (_, k) => start + k * window.dilations[i]!).filter(
    (at) => at >= low && at < high,
  ).length;
}

/**
 * Why pooling windows that lie wholly in the padding cannot be differentiated, if there are any. With `ceil_mode` the shape
 * ONNX infers may count a last window that starts behind the input, which ONNX Runtime then does not compute.
 */
export function emptyWindow(window: Window, input: readonly number[], output: readonly number[]): string | undefined {
  const isEmpty = output.some((size, i) =>
    Array.from({ length: size }, (_, o) => tapsWithin(window, i, o, 0, input[i]!)).includes(0),
  );
  return isEmpty ? 'one of its windows lies wholly in the padding; export the model with less padding' : undefined;
}

export const spatial = (shape: readonly number[]): readonly number[] => shape.slice(2);

/** Padding on the two sides of each spatial axis. */
export interface Pads {
  readonly begin: readonly number[];
  readonly end: readonly number[];
}

/**
 * Padding for spreading a cotangent over its windows by a stride-1 operation with the reversed kernel: extent − 1 − pad before,
 * and what is left to reach the input's size after. `stuffed` are the sizes of the cotangent with stride − 1 zeros behind each
 * element, which act as padding. Undefined where it would be negative, which Conv and the pools do not accept.
 */
export function reversedPads(window: Window, input: readonly number[], stuffed: readonly number[]): Pads | undefined {
  const begin = window.kernel.map((_, i) => extent(window, i) - 1 - window.padBegin[i]!);
  const end = window.kernel.map((_, i) => input[i]! - stuffed[i]! + window.padBegin[i]!);
  return [...begin, ...end].every((pad) => pad >= 0) ? { begin, end } : undefined;
}

/**
 * Attributes of the ConvTranspose that takes a cotangent of spatial size `output` back to `input`. What the windows do not
 * reach at the end is filled up by `output_padding`; what reaches beyond the input fell on padding and is cut off.
 */
export function transposeAttributes(
  window: Window,
  input: readonly number[],
  output: readonly number[],
  group: number,
): Record<string, Attribute> {
  const reach = output.map((size, i) => (size - 1) * window.strides[i]! + extent(window, i) - window.padBegin[i]!);
  const end = reach.map((length, i) => Math.max(length - input[i]!, 0));
  const missing = reach.map((length, i) => Math.max(input[i]! - length, 0));
  return {
    group: int(group),
    kernel_shape: ints(window.kernel),
    dilations: ints(window.dilations),
    strides: ints(window.strides),
    pads: ints([...window.padBegin, ...end]),
    output_padding: ints(missing),
  };
}
