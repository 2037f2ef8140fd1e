import type { PixelImage } from '@smoothgrad/image';

/** Red, green, blue in 0..255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** An RGB picture of one colour. */
export function createCanvas(width: number, height: number, colour: Rgb): PixelImage {
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < data.length; i++) data[i] = colour[i % 3]!;
  return { width, height, channels: 3, data };
}

/** Copies an RGB picture into a canvas that has room for it, its upper left corner at (x, y). */
export function paste(canvas: PixelImage, x: number, y: number, picture: PixelImage): void {
  for (let row = 0; row < picture.height; row++) {
    const line = picture.data.subarray(3 * row * picture.width, 3 * (row + 1) * picture.width);
    canvas.data.set(line, 3 * ((y + row) * canvas.width + x));
  }
}
