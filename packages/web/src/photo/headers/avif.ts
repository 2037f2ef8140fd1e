import { type FileHeader, textAt, viewOf } from './header.ts';

/**
 * AVIF, a file of boxes (ISO/IEC 23008-12). Its size is that of the largest picture in it: parts of it and its alpha have sizes too.
 * How it is turned is part of decoding it.
 */
export function avifHeader(bytes: Uint8Array): FileHeader | undefined {
  if (!isAvif(bytes)) return undefined;
  const [largest] = sizesOf(bytes).sort((a, b) => b.width * b.height - a.width * a.height);
  if (largest === undefined) throw new RangeError('no size');
  const isAnimated = textAt(bytes, 8, 4) === 'avis';
  return { format: 'heif', ...largest, frames: isAnimated ? 2 : 1, space: 'srgb', depth: 'uchar' };
}

/** Or HEIC, which has the same boxes: the brands tell, the first of them or another. */
function isAvif(bytes: Uint8Array): boolean {
  return textAt(bytes, 4, 4) === 'ftyp' && /avif|avis/.test(textAt(bytes, 8, viewOf(bytes).getUint32(0) - 8));
}

interface Box {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** The boxes side by side in a range. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const length = view.getUint32(at) || to - at;
    if (length < 8) break;
    boxes.push({ type: textAt(bytes, at + 4, 4), from: at + 8, to: at + length });
    at += length;
  }
  return boxes;
}

/** meta → iprp → ipco → ispe. */
function sizesOf(bytes: Uint8Array): { width: number; height: number }[] {
  const view = viewOf(bytes);
  const inside = (boxes: Box[], type: string, skip = 0) =>
    boxes.filter((box) => box.type === type).flatMap(({ from, to }) => boxesIn(bytes, from + skip, to));
  const meta = inside(boxesIn(bytes, 0, bytes.length), 'meta', 4);
  const properties = inside(inside(meta, 'iprp'), 'ipco');
  return properties
    .filter(({ type }) => type === 'ispe')
    .map(({ from }) => ({ width: view.getUint32(from + 4), height: view.getUint32(from + 8) }));
}
