const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/**
 * Frames an animated PNG declares (its `acTL` chunk, which stands before the pixels: PNG 3rd edition, section 11.3.4.1);
 * 1 for everything else. The decoder reads only the still image of such a file and does not tell.
 */
export function pngFrames(bytes: Uint8Array): number {
  if (SIGNATURE.some((value, i) => bytes[i] !== value)) return 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.byteLength) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'acTL') return view.getUint32(at + 8);
    if (type === 'IDAT') return 1;
    at += 12 + view.getUint32(at);
  }
  return 1;
}
