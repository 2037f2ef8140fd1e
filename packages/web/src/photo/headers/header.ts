import type { PhotoHeader } from '@smoothgrad/image';

/** What a photo's file says before its pixels are decoded. */
export interface FileHeader extends PhotoHeader {
  readonly orientation?: Orientation | undefined;
}

/** The EXIF orientation, and how to write the file down without it. */
export interface Orientation {
  readonly value: number;
  /** These bytes, from the first to before the last ... */
  readonly from: number;
  readonly to: number;
  /** ... become these. */
  readonly by: Uint8Array<ArrayBuffer>;
}

/** Reads the header of one format: undefined where the bytes are of another. Where they end too early a RangeError tells. */
export type ReadHeader = (bytes: Uint8Array) => FileHeader | undefined;

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Letters, one a byte. */
export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
