import { strFromU8, strToU8 } from 'fflate';

/** The bytes are not a `.npy` array this library reads, or an array cannot be written as one. */
export class InvalidNpyError extends Error {
  override readonly name = 'InvalidNpyError';
}

/** What the header of a `.npy` file says about the bytes behind it. */
export interface NpyHeader {
  /** Type of an element as numpy spells it, `<f4`. */
  readonly descr: string;
  /** True where the first axis varies fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Index of the first byte of the first element. */
  readonly dataStart: number;
}

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
/** numpy's own limits: `max_header_size` of `numpy.load`, and its greatest number of axes. */
const MAX_HEADER = 10_000;
const MAX_AXES = 64;
/** numpy aligns the data to this many bytes, so that files can be memory-mapped. */
const ALIGNMENT = 64;

/**
 * Reads the header of a `.npy` file, format versions 1, 2 and 3.
 *
 * Source: NEP 1, "A simple file format for NumPy arrays".
 *
 * @throws {InvalidNpyError} if the bytes do not begin with such a header
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new InvalidNpyError(
      `Not a .npy file: the first ${bytes.length} bytes hold no numpy header; save it with numpy.save.`,
    );
  }
  const version = bytes[6]!;
  if (version < 1 || version > 3) {
    throw new InvalidNpyError(`.npy format version ${version} is not known (1 to 3 are); save it with numpy.save.`);
  }
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? bytes[8]! + bytes[9]! * 2 ** 8 : littleEndian32(bytes, 8);
  if (length > MAX_HEADER) {
    throw new InvalidNpyError(`The .npy header claims ${length} bytes; at most ${MAX_HEADER} are read.`);
  }
  if (start + length > bytes.length) {
    throw new InvalidNpyError(
      `The .npy file is truncated: ${bytes.length} bytes end within its header; copy it again.`,
    );
  }
  const text = strFromU8(bytes.subarray(start, start + length), version < 3);
  return { ...parseDictionary(text), dataStart: start + length };
}

/** Writes a version 1 header, byte for byte as `numpy.save` pads it for C-ordered arrays of usual rank. */
export function writeNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const total = Math.ceil((MAGIC.length + 4 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(total).fill(0x20);
  const length = total - MAGIC.length - 4;
  header.set(MAGIC);
  header.set([1, 0, length & 0xff, length >>> 8], MAGIC.length);
  header.set(strToU8(text), MAGIC.length + 4);
  header[total - 1] = 0x0a;
  return header;
}

/** The header is a Python dictionary of three entries in any order. */
function parseDictionary(text: string): Omit<NpyHeader, 'dataStart'> {
  const descr = /['"]descr['"]\s*:\s*(['"])([^'"]*)\1/.exec(text)?.[2];
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1];
  const axes = /['"]shape['"]\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (/['"]descr['"]\s*:\s*\[/.test(text)) {
    throw new InvalidNpyError('The .npy file holds records with named fields; save one plain array instead.');
  }
  if (descr === undefined || order === undefined || axes === undefined) {
    throw new InvalidNpyError(
      `The .npy header does not name descr, fortran_order and shape: ${JSON.stringify(text.trim().slice(0, 200))}.`,
    );
  }
  return { descr, fortranOrder: order === 'True', shape: parseShape(axes) };
}

function parseShape(axes: string): number[] {
  const items = axes.replace(/,\s*$/, '').split(',');
  // Python 2 wrote long integers with an L.
  const shape =
    axes.trim() === '' ? [] : items.map((item) => (/^\s*\d+L?\s*$/.test(item) ? Number.parseInt(item, 10) : -1));
  if (shape.length > MAX_AXES || shape.some((size) => size < 0 || !Number.isSafeInteger(size))) {
    throw new InvalidNpyError(`The .npy header has no readable shape: (${axes.slice(0, 200)}).`);
  }
  return shape;
}

function littleEndian32(bytes: Uint8Array, at: number): number {
  // A file cut off within these four bytes reads as zeros here and fails the length check behind.
  return [0, 1, 2, 3].reduce((sum, i) => sum + (bytes[at + i] ?? 0) * 2 ** (8 * i), 0);
}
