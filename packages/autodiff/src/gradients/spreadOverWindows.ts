import { elementCount, type GraphBuilder, int, ints, type Value } from '@smoothgrad/onnx';
import { type Pads, reversedPads, spatial, transposeAttributes, type Window } from './spatial.ts';

/**
 * Adds each element of dy to every position of x in its window, as a depthwise ConvTranspose with a kernel of ones, or for
 * stride 1 an average pool with mirrored padding.
 */
export function spreadOverWindows(g: GraphBuilder, window: Window, dy: Value, x: Value): Value {
  const pads = reversedPads(window, spatial(x.shape), spatial(dy.shape));
  const isDense =
    window.strides.every((stride) => stride === 1) && window.dilations.every((dilation) => dilation === 1);
  if (isDense && pads !== undefined && fitsPool(window, pads)) {
    const attributes = {
      kernel_shape: ints(window.kernel),
      pads: ints([...pads.begin, ...pads.end]),
      count_include_pad: int(1),
    };
    return g.scale(g.op('AveragePool', [dy], { shape: x.shape, attributes }), elementCount(window.kernel));
  }
  const channels = x.shape[1]!;
  const ones = g.expand(g.scalar(1, x), [channels, 1, ...window.kernel]);
  const attributes = transposeAttributes(window, spatial(x.shape), spatial(dy.shape), channels);
  return g.op('ConvTranspose', [dy, ones], { shape: x.shape, attributes });
}

/** Pools accept padding smaller than their kernel only. */
function fitsPool({ kernel }: Window, { begin, end }: Pads): boolean {
  return kernel.every((size, i) => begin[i]! < size && end[i]! < size);
}
