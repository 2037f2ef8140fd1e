import { ImageError } from './errors.ts';
import { type ChannelOrder, channelCount } from './preprocessing.ts';

/** The image input of a model, batch of 1. */
export interface TensorSpec {
  readonly layout: 'NCHW' | 'NHWC';
  readonly channels: ChannelOrder;
  readonly height: number;
  readonly width: number;
}

/**
 * A tensor in the model's layout as [C,H,W], in the model's channel order. Always a copy.
 *
 * @param tensor batch of 1, [1,C,H,W] or [1,H,W,C]
 * @throws ImageError if the tensor's length is not C*H*W.
 */
export function toChannelsFirst(tensor: Float32Array, spec: TensorSpec): Float32Array {
  checkElements(tensor, spec, 'The tensor');
  return spec.layout === 'NCHW' ? tensor.slice() : planes(tensor, spec);
}

/**
 * A map [C,H,W] in the model's channel order as [C,H,W] in RGB order (BGR is reversed; RGB and L stay). Always a copy.
 *
 * @throws ImageError if the map's length is not C*H*W.
 */
export function toRgbOrder(map: Float32Array, spec: TensorSpec): Float32Array {
  checkElements(map, spec, 'The map');
  return spec.channels === 'BGR' ? reversedPlanes(map, spec) : map.slice();
}

/**
 * The inverse of `toRgbOrder(toChannelsFirst(tensor, spec), spec)`: a [C,H,W] array in RGB (or L) order as a batch of
 * 1 in the model's layout and channel order. Always a copy.
 *
 * @throws ImageError if the array's length is not C*H*W.
 */
export function fromRgbChannelsFirst(chw: Float32Array, spec: TensorSpec): Float32Array {
  const ordered = toRgbOrder(chw, spec);
  return spec.layout === 'NCHW' ? ordered : interleaved(ordered, spec);
}

function checkElements(values: Float32Array, spec: TensorSpec, what: string): void {
  const count = channelCount(spec.channels);
  if (values.length !== count * spec.height * spec.width) {
    throw new ImageError(
      `${what} has ${values.length} elements; ${count} channels of ${spec.width}x${spec.height} pixels (batch of 1) are ${count * spec.height * spec.width}.`,
    );
  }
}

function planes(values: Float32Array, spec: TensorSpec): Float32Array {
  const count = channelCount(spec.channels);
  const area = spec.height * spec.width;
  const out = new Float32Array(values.length);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < area; i++) out[c * area + i] = values[i * count + c]!;
  }
  return out;
}

function interleaved(values: Float32Array, spec: TensorSpec): Float32Array {
  const count = channelCount(spec.channels);
  const area = spec.height * spec.width;
  const out = new Float32Array(values.length);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < area; i++) out[i * count + c] = values[c * area + i]!;
  }
  return out;
}

function reversedPlanes(values: Float32Array, spec: TensorSpec): Float32Array {
  const area = spec.height * spec.width;
  const out = new Float32Array(values.length);
  for (let c = 0; c < 3; c++) out.set(values.subarray(c * area, (c + 1) * area), (2 - c) * area);
  return out;
}
