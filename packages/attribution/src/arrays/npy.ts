import { halfToNumber } from '@smoothgrad/onnx';
import { InvalidNpyError, type NpyHeader, readNpyHeader, writeNpyHeader } from './npyHeader.ts';

export { InvalidNpyError } from './npyHeader.ts';

/** An array of numbers in row-major (C) order, ready to be written. */
export interface NpyInput {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array;
}

/** An array read from a `.npy` file, in row-major (C) order; `dtype` is the type it was stored in. */
export type NpyArray = { readonly shape: readonly number[] } & (
  | { readonly dtype: 'float32' | 'float16'; readonly data: Float32Array }
  | { readonly dtype: 'float64'; readonly data: Float64Array }
  | { readonly dtype: 'int32'; readonly data: Int32Array }
  | { readonly dtype: 'int64'; readonly data: BigInt64Array }
  | { readonly dtype: 'uint8' | 'bool'; readonly data: Uint8Array }
  | { readonly dtype: 'uint16'; readonly data: Uint16Array }
  | { readonly dtype: 'string'; readonly data: readonly string[] }
);

/** How one element type is read from the bytes of whole elements in row-major order. */
interface ElementReader {
  readonly bytes: number;
  readonly read: (raw: ArrayBuffer, shape: readonly number[]) => NpyArray;
}

/** Typed arrays are little-endian on every platform JavaScript engines run on today, as is everything read here. */
const READERS: ReadonlyMap<string, ElementReader> = new Map<string, ElementReader>([
  ['<f4', { bytes: 4, read: (raw, shape) => ({ dtype: 'float32', shape, data: new Float32Array(raw) }) }],
  ['<f8', { bytes: 8, read: (raw, shape) => ({ dtype: 'float64', shape, data: new Float64Array(raw) }) }],
  ['<f2', { bytes: 2, read: (raw, shape) => ({ dtype: 'float16', shape, data: widenFloat16(raw) }) }],
  ['<i4', { bytes: 4, read: (raw, shape) => ({ dtype: 'int32', shape, data: new Int32Array(raw) }) }],
  ['<i8', { bytes: 8, read: (raw, shape) => ({ dtype: 'int64', shape, data: new BigInt64Array(raw) }) }],
  ['<u2', { bytes: 2, read: (raw, shape) => ({ dtype: 'uint16', shape, data: new Uint16Array(raw) }) }],
  ['|u1', { bytes: 1, read: (raw, shape) => ({ dtype: 'uint8', shape, data: new Uint8Array(raw) }) }],
  ['|b1', { bytes: 1, read: (raw, shape) => ({ dtype: 'bool', shape, data: new Uint8Array(raw) }) }],
]);

/**
 * Writes an array as a `.npy` file (format version 1, little-endian, C order) that `numpy.load` reads.
 *
 * @throws {InvalidNpyError} if the shape is not one of whole numbers whose product is the number of elements
 * @example
 * encodeNpy({ shape: [3, 224, 224], data: map }); // Float32Array → dtype float32
 */
export function encodeNpy({ shape, data }: NpyInput): Uint8Array {
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0) || product(shape) !== data.length) {
    throw new InvalidNpyError(
      `An array of ${data.length} elements cannot be written with the shape [${shape.join(', ')}].`,
    );
  }
  const header = writeNpyHeader(descrOf(data), shape);
  const file = new Uint8Array(header.length + data.byteLength);
  file.set(header);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return file;
}

/**
 * Reads a `.npy` file: float16 (widened to float32), float32, float64, int32, int64, uint8, uint16, bool (0 and 1) and
 * unicode text, little-endian. Fortran-ordered arrays are brought into C order. Bytes behind the array are ignored, as
 * `numpy.load` does.
 *
 * @returns the array in memory of its own
 * @throws {InvalidNpyError} if the bytes are no such file, are truncated, or hold another element type
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const header = readNpyHeader(bytes);
  const reader = READERS.get(header.descr) ?? textReader(header.descr);
  const available = bytes.length - header.dataStart;
  const needed = product(header.shape) * reader.bytes;
  if (needed > available) {
    throw new InvalidNpyError(
      `The .npy file is truncated: shape (${header.shape.join(', ')}) of ${header.descr} needs ${needed} bytes, ${available} are there; copy or save it again.`,
    );
  }
  // Not `slice`: of a Node `Buffer` it is a view, whose memory begins elsewhere.
  const raw = new Uint8Array(bytes.subarray(header.dataStart, header.dataStart + needed));
  const ordered = header.fortranOrder ? toRowMajor(raw, header, reader.bytes) : raw;
  return reader.read(ordered.buffer, header.shape);
}

function descrOf(data: NpyInput['data']): string {
  if (data instanceof Float32Array) return '<f4';
  if (data instanceof Float64Array) return '<f8';
  if (data instanceof Int32Array) return '<i4';
  if (data instanceof BigInt64Array) return '<i8';
  if (data instanceof Uint16Array) return '<u2';
  return '|u1';
}

function textReader(descr: string): ElementReader {
  const characters = Number(/^<U([1-9]\d{0,6})$/.exec(descr)?.[1]);
  if (Number.isNaN(characters)) {
    const hint = descr.includes('O') ? 'Python objects are never unpickled; ' : '';
    throw new InvalidNpyError(
      `The .npy file holds elements of type ${JSON.stringify(descr)}; ${hint}convert it, for example with array.astype('<f4').`,
    );
  }
  return {
    bytes: 4 * characters,
    read: (raw, shape) => ({ dtype: 'string', shape, data: readTexts(new Uint32Array(raw), characters) }),
  };
}

/** Fixed-length UTF-32 texts, padded with zeros. */
function readTexts(codes: Uint32Array, characters: number): string[] {
  return Array.from({ length: codes.length / characters }, (_, i) => {
    let text = '';
    for (const code of codes.subarray(i * characters, (i + 1) * characters)) {
      if (code > 0x10ffff)
        throw new InvalidNpyError(`The .npy file holds text with a character ${code} that does not exist.`);
      text += String.fromCodePoint(code);
    }
    return text.replace(/\0+$/, '');
  });
}

function widenFloat16(raw: ArrayBuffer): Float32Array {
  return Float32Array.from(new Uint16Array(raw), halfToNumber);
}

/** Moves elements from first-axis-fastest to last-axis-fastest order. */
function toRowMajor(raw: Uint8Array<ArrayBuffer>, { shape }: NpyHeader, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(raw.length);
  const index = shape.map(() => 0);
  for (let to = 0; to < raw.length; to += size) {
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis]! + index[axis]!;
    out.set(raw.subarray(from * size, (from + 1) * size), to);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return out;
}

function product(shape: readonly number[]): number {
  // A size of 0 wins over overflow: no element, no byte.
  return shape.includes(0) ? 0 : shape.reduce((count, size) => count * size, 1);
}
