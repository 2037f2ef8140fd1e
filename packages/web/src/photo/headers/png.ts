import { pngFrames } from '@smoothgrad/image';
import { exifOrientation } from './exifOrientation.ts';
import { type FileHeader, type Orientation, textAt, viewOf } from './header.ts';

/** PNG (3rd edition, sections 5 and 11). */
export function pngHeader(bytes: Uint8Array): FileHeader | undefined {
  if (textAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n') return undefined;
  const view = viewOf(bytes);
  const isGrey = (view.getUint8(25) & 2) === 0;
  const is16Bit = view.getUint8(24) === 16;
  return {
    format: 'png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    frames: pngFrames(bytes),
    space: is16Bit ? (isGrey ? 'grey16' : 'rgb16') : isGrey ? 'b-w' : 'srgb',
    depth: is16Bit ? 'ushort' : 'uchar',
    orientation: orientationOf(bytes, view),
  };
}

/** The chunk eXIf stands before or behind the pixels; its checksum covers it, so it goes as a whole. */
function orientationOf(bytes: Uint8Array, view: DataView): Orientation | undefined {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (textAt(bytes, at + 4, 4) === 'eXIf') {
      const found = exifOrientation(bytes, at + 8, end - 4);
      return found && { ...found, from: at, to: end, by: new Uint8Array(0) };
    }
    at = end;
  }
  return undefined;
}
