import { PhotoError } from '@smoothgrad/image';
import type { FileHeader } from './headers/header.ts';
import { headerReaders } from './headers/index.ts';

/** @param name the photo's, for the message @throws PhotoError not a format that browsers read, or cut off */
export function readHeader(name: string, bytes: Uint8Array): FileHeader {
  if (bytes.byteLength === 0) throw new PhotoError(`${name} is empty (0 bytes)`);
  try {
    for (const read of headerReaders) {
      const header = read(bytes);
      if (header !== undefined) return header;
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new PhotoError(`${name} is truncated or damaged: give a complete JPEG, PNG, WebP, GIF or AVIF`, { cause });
  }
  const other = others.find(({ looks }) => looks(start(bytes)));
  if (other !== undefined) throw new PhotoError(`${name} is ${other.name}, ${other.why}`);
  throw new PhotoError(`${name} is not an image, or a damaged one: give a complete JPEG, PNG, WebP, GIF or AVIF`);
}

const start = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 512));

/** Images that are known, and not taken. */
const others = [
  {
    name: 'SVG',
    why: 'not a photo: give a JPEG, PNG, WebP, GIF or AVIF',
    looks: (text: string) => /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg/s.test(text),
  },
  {
    name: 'HEIC',
    why: 'which browsers cannot read: convert it to JPEG first',
    looks: (text: string) => /^.{4}ftyp(hei[cxms]|hev[cx]|mif1|msf1)/s.test(text),
  },
  {
    name: 'TIFF',
    why: 'which browsers cannot read: convert it to PNG first',
    looks: (text: string) => /^(II\*\0|MM\0\*)/.test(text),
  },
];
