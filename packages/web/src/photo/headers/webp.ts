import { exifOrientation } from './exifOrientation.ts';
import { type FileHeader, textAt, viewOf } from './header.ts';

/** WebP (RFC 9649): a RIFF file of chunks. */
export function webpHeader(bytes: Uint8Array): FileHeader | undefined {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return undefined;
  const view = viewOf(bytes);
  const chunks = chunksOf(bytes, view);
  const exif = chunks.find(({ type }) => type === 'EXIF');
  return {
    format: 'webp',
    ...sizeOf(chunks, view),
    frames: Math.max(1, chunks.filter(({ type }) => type === 'ANMF').length),
    space: 'srgb',
    depth: 'uchar',
    orientation: exif && exifAt(bytes, exif),
  };
}

interface Chunk {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

function chunksOf(bytes: Uint8Array, view: DataView): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    chunks.push({ type: textAt(bytes, at, 4), from: at + 8, to: at + 8 + length });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/** Of the canvas, else of the one picture: lossy (a VP8 key frame, RFC 6386) or lossless. */
function sizeOf([first]: readonly Chunk[], view: DataView): { width: number; height: number } {
  if (first === undefined) throw new RangeError('no chunk');
  const { type, from } = first;
  if (type === 'VP8X') {
    const side = (at: number) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
    return { width: side(from + 4), height: side(from + 7) };
  }
  if (type === 'VP8L') {
    const bits = view.getUint32(from + 1, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return { width: view.getUint16(from + 6, true) & 0x3fff, height: view.getUint16(from + 8, true) & 0x3fff };
}

/** Some writers put JPEG's prefix before the data. */
function exifAt(bytes: Uint8Array, { from, to }: Chunk) {
  return exifOrientation(bytes, textAt(bytes, from, 6) === 'Exif\0\0' ? from + 6 : from, to);
}
