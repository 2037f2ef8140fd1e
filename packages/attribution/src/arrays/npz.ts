import { unzipSync, type Zippable, zipSync } from 'fflate';
import { decodeNpy, encodeNpy, type NpyArray, type NpyInput } from './npy.ts';

/** The bytes are not a readable `.npz` archive. */
export class InvalidNpzError extends Error {
  override readonly name = 'InvalidNpzError';
}

/** How an archive is written. */
export interface EncodeNpzOptions {
  /** True deflates the arrays (`numpy.savez_compressed`), false stores them (`numpy.savez`); false by default. */
  readonly compress?: boolean;
}

/** How an archive is read. */
export interface DecodeNpzOptions {
  /** Limit of all arrays together, unpacked, in bytes; 1 GiB by default. */
  readonly maxBytes?: number;
}

const SUFFIX = '.npy';
/** Deflate turns one byte into at most 1032: a match of 258 bytes costs at least two bits. */
const MAX_DEFLATE_RATIO = 1032;
const MAX_ENTRIES = 65_535;

/**
 * Writes named arrays as a `.npz` archive that `numpy.load` reads. The same arrays give the same bytes: no time is stored.
 *
 * @throws {InvalidNpyError} if a shape does not fit its data
 * @example
 * encodeNpz({ map: { shape: [3, 224, 224], data: map }, target: { shape: [], data: BigInt64Array.of(282n) } });
 */
export function encodeNpz(
  entries: Readonly<Record<string, NpyInput>>,
  { compress = false }: EncodeNpzOptions = {},
): Uint8Array {
  const files: Zippable = {};
  for (const [name, array] of Object.entries(entries)) files[name + SUFFIX] = encodeNpy(array);
  // The earliest date a zip archive can hold; fflate reads it in local time and would else write the current time.
  return zipSync(files, { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1) });
}

/**
 * Reads all arrays of a `.npz` archive, stored or deflated; entries that are not `.npy` files are ignored.
 *
 * @returns arrays by name, without `.npy`
 * @throws {InvalidNpzError} if the bytes are no such archive, are truncated or damaged, unpack to more than `maxBytes`, or hold
 *   an array that cannot be read (named in the message, `InvalidNpyError` as cause)
 */
export function decodeNpz(bytes: Uint8Array, { maxBytes = 2 ** 30 }: DecodeNpzOptions = {}): Record<string, NpyArray> {
  const files = Object.entries(unzip(bytes, maxBytes));
  return Object.fromEntries(
    files.map(([file, content]) => [file.slice(0, -SUFFIX.length), decodeEntry(file, content)]),
  );
}

function unzip(bytes: Uint8Array, maxBytes: number): Record<string, Uint8Array> {
  let total = 0;
  let count = 0;
  try {
    return unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        count += 1;
        if (count > MAX_ENTRIES) throw new InvalidNpzError(`The .npz archive lists more than ${MAX_ENTRIES} entries.`);
        if (!name.endsWith(SUFFIX)) return false;
        // Memory is taken by the claimed sizes, so they are checked before anything is unpacked.
        if (originalSize > bytes.length * MAX_DEFLATE_RATIO) {
          throw new InvalidNpzError(
            `Entry ${name} of the .npz archive claims ${originalSize} bytes, more than fit into it.`,
          );
        }
        total += Math.max(size, originalSize);
        if (total > maxBytes) {
          throw new InvalidNpzError(
            `The .npz archive unpacks to more than ${maxBytes} bytes; the limit guards memory.`,
          );
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof InvalidNpzError) throw error;
    throw new InvalidNpzError(
      `Not a readable .npz archive (${bytes.length} bytes): ${messageOf(error)}; copy or save it again with numpy.savez.`,
      { cause: error },
    );
  }
}

function decodeEntry(file: string, content: Uint8Array): NpyArray {
  try {
    return decodeNpy(content);
  } catch (error) {
    throw new InvalidNpzError(`Entry ${file} of the .npz archive: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
