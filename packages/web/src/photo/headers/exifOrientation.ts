import { type Orientation, textAt, viewOf } from './header.ts';

const ORIENTATION = 0x0112;
const SHORT = 3;

/** The orientation in EXIF data that begins at `at` with its byte order (EXIF 2.32, section 4.5). Undefined where there is none. */
export function exifOrientation(bytes: Uint8Array, at: number, end: number): Orientation | undefined {
  const order = textAt(bytes, at, 2);
  if ((order !== 'II' && order !== 'MM') || end > bytes.length) return undefined;
  const little = order === 'II';
  const view = viewOf(bytes);
  const directory = at + 8 > end ? end : at + view.getUint32(at + 4, little);
  if (directory + 2 > end) return undefined;
  const entries = view.getUint16(directory, little);
  for (let entry = directory + 2; entry + 12 <= end && entry < directory + 2 + 12 * entries; entry += 12) {
    if (view.getUint16(entry, little) !== ORIENTATION || view.getUint16(entry + 2, little) !== SHORT) continue;
    const from = entry + 8;
    const value = view.getUint16(from, little);
    return { value, from, to: from + 2, by: little ? Uint8Array.of(1, 0) : Uint8Array.of(0, 1) };
  }
  return undefined;
}
