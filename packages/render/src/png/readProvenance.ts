import { provenanceKeyword } from './encodePng.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const prefix = `${provenanceKeyword}\0`;

/**
 * How a picture of ours was made, or undefined: no PNG, no tEXt chunk with the keyword `smoothgrad`, or a broken one. The chunks
 * are walked by their lengths and no pixel is decoded; never throws, whatever the bytes. The result is unchecked JSON of whoever
 * wrote the file.
 */
export function readProvenance(bytes: Uint8Array): unknown {
  if (signature.some((byte, i) => bytes[i] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const start = at + 8;
    const end = start + view.getUint32(at);
    if (end + 4 > bytes.length) return undefined;
    if (
      latin1(bytes, at + 4, start) === 'tEXt' &&
      latin1(bytes, start, Math.min(start + prefix.length, end)) === prefix
    ) {
      return parse(latin1(bytes, start + prefix.length, end));
    }
    at = end + 4;
  }
  return undefined;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  const step = 8192;
  let text = '';
  for (let at = from; at < to; at += step) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + step, to)));
  }
  return text;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
