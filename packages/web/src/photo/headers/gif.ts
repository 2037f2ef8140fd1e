import { type FileHeader, textAt, viewOf } from './header.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** GIF (version 89a): blocks behind the screen's description. */
export function gifHeader(bytes: Uint8Array): FileHeader | undefined {
  if (!/^GIF8[79]a$/.test(textAt(bytes, 0, 6))) return undefined;
  const view = viewOf(bytes);
  return {
    format: 'gif',
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    frames: framesOf(view),
    space: 'srgb',
    depth: 'uchar',
  };
}

function framesOf(view: DataView): number {
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let frames = 0;
  let at = 13 + tableBytes(view.getUint8(10));
  // Blocks end with one of length 0.
  const skipBlocks = () => {
    for (let length = view.getUint8(at++); length > 0; length = view.getUint8(at++)) at += length;
  };
  while (at < view.byteLength) {
    const kind = view.getUint8(at++);
    if (kind === EXTENSION) at += 1;
    else if (kind === IMAGE) {
      frames++;
      at += 9 + tableBytes(view.getUint8(at + 8)) + 1;
    } else break;
    skipBlocks();
  }
  return Math.max(1, frames);
}
