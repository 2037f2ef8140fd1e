import type { PixelImage } from '@smoothgrad/image';

/** Noise of single pixels is what these pictures are about: less would smooth it. */
const QUALITY = 80;

/** A picture for the page: WebP, a third of the size of a PNG. */
export async function encodeTile({ data, width, height, channels }: PixelImage): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp(data, { raw: { width, height, channels } }).webp({ quality: QUALITY }).toBuffer();
}
