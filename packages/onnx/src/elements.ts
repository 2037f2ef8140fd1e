import { SpecialisationError } from './errors.ts';
import type { ElementType, Tensor } from './ir.ts';

/** Bytes of one element; types narrower than a byte and strings have none. */
const BYTES: Partial<Record<ElementType, number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  float64: 8,
  uint32: 4,
  uint64: 8,
  complex64: 8,
  complex128: 16,
  bfloat16: 2,
  float8e4m3fn: 1,
  float8e4m3fnuz: 1,
  float8e5m2: 1,
  float8e5m2fnuz: 1,
  float8e8m0: 1,
};

const BITS: Partial<Record<ElementType, number>> = { uint4: 4, int4: 4, float4e2m1: 4, uint2: 2, int2: 2 };

/** Length of the raw bytes of `count` elements; sub-byte types are packed. Undefined for strings. */
export function byteLength(type: ElementType, count: number): number | undefined {
  const bytes = BYTES[type];
  if (bytes !== undefined) return bytes * count;
  const bits = BITS[type];
  return bits === undefined ? undefined : Math.ceil((bits * count) / 8);
}

/** The largest finite float32: times any normal positive number it is at least 1. */
export const LARGEST_FLOAT32 = 3.4028234663852886e38;

export const floatTypes: ReadonlySet<ElementType> = new Set(['float32', 'float16', 'float64', 'bfloat16']);

/** Decodes the inline bytes of a small tensor to numbers; undefined where the bytes lie in a file or the type has no number form. */
export function inlineNumbers(tensor: Tensor): number[] | undefined {
  if (tensor.data.kind !== 'inline') return undefined;
  return bytesToNumbers(tensor.data.bytes, tensor.type);
}

export function bytesToNumbers(bytes: Uint8Array, type: ElementType): number[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = BYTES[type];
  const read = readers[type];
  if (size === undefined || read === undefined) return undefined;
  return Array.from({ length: Math.floor(bytes.byteLength / size) }, (_, i) => read(view, i * size));
}

const readers: Partial<Record<ElementType, (view: DataView, at: number) => number>> = {
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
  float16: (view, at) => halfToNumber(view.getUint16(at, true)),
  bfloat16: (view, at) => bfloatToNumber(view.getUint16(at, true)),
  uint8: (view, at) => view.getUint8(at),
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at) => view.getUint16(at, true),
  int16: (view, at) => view.getInt16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  uint64: (view, at) => Number(view.getBigUint64(at, true)),
  bool: (view, at) => view.getUint8(at),
};

/** IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function bfloatToNumber(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}

/** Inline bytes of float32 or int64 numbers, the two types emitted nodes need. */
export function float32Tensor(name: string, dims: readonly number[], values: ArrayLike<number>): Tensor {
  return {
    name,
    type: 'float32',
    dims,
    data: { kind: 'inline', bytes: new Uint8Array(Float32Array.from(values).buffer) },
  };
}

export function int64Tensor(name: string, dims: readonly number[], values: readonly (number | bigint)[]): Tensor {
  // Attributes that contradict the shapes lead here: fewer channels than groups.
  if (values.some((value) => typeof value === 'number' && !Number.isInteger(value)))
    throw new SpecialisationError(`a length of the model comes out as no whole number: [${values}]`);
  const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return { name, type: 'int64', dims, data: { kind: 'inline', bytes } };
}
