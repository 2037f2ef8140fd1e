import type { PixelImage } from '@smoothgrad/image';

/** Every pixel of an RGB picture as a square of `factor` × `factor` pixels: nothing is smoothed, so a map shows what it holds. */
export function enlarge(picture: PixelImage, factor: number): PixelImage {
  if (factor === 1) return picture;
  const width = picture.width * factor;
  const height = picture.height * factor;
  const data = new Uint8Array(3 * width * height);
  const line = new Uint8Array(3 * width);
  for (let y = 0; y < picture.height; y++) {
    const from = 3 * y * picture.width;
    for (let i = 0; i < line.length; i++) {
      line[i] = picture.data[from + 3 * Math.floor(i / (3 * factor)) + (i % 3)]!;
    }
    for (let copy = 0; copy < factor; copy++) data.set(line, 3 * width * (y * factor + copy));
  }
  return { width, height, channels: 3, data };
}
