import { checkPhotoHeader, type DecodedImage, PhotoError } from '@smoothgrad/image';
import type { FileHeader } from './headers/header.ts';
import { readHeader } from './readHeader.ts';

/** No compressed photo within the pixel limit comes near it; a disk image or a film does. */
const MAX_BYTES = 1_000_000_000;

/** Pixels that are copied at a time: small enough for the canvas of any browser. */
const BAND = 1 << 22;

/**
 * The pixels of a JPEG, PNG, WebP, GIF or AVIF, as RGB and alpha: no resizing, no colour profile applied, not turned upright
 * (`orientation` says how).
 *
 * Upright over white (`toRgb`) they are, bit for bit, what `decodePhoto` of `@smoothgrad/node` gives: of 16-bit samples the high bytes
 * are kept here already. Colours are premultiplied by alpha and divided again on the way, which changes hidden pixels alone. Only AVIF
 * differs, unless it is lossless: browsers interpolate its colours in another way (up to 1 of 255 at full resolution of the colours, more
 * on edges at half).
 *
 * @throws PhotoError not a photo, damaged, not RGB or grey, animated, or not between 2x2 pixels and 100 megapixels
 */
export async function decodePhoto(photo: Blob): Promise<DecodedImage> {
  const name = photo instanceof File && photo.name !== '' ? photo.name : 'the photo';
  if (photo.size > MAX_BYTES) {
    throw new PhotoError(`${name} has ${Math.round(photo.size / 1e6)} MB; the limit for a photo is 1000 MB`);
  }
  const bytes = new Uint8Array(await photo.arrayBuffer());
  const header = readHeader(name, bytes);
  checkPhotoHeader(name, header);
  const bitmap = await createImageBitmap(asStored(bytes, header), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch((cause: unknown) => {
    throw new PhotoError(`${name} is truncated or damaged: get a complete copy`, { cause });
  });
  try {
    const { width, height } = bitmap;
    const { orientation } = header;
    const data = pixelsOf(name, bitmap);
    return { width, height, channels: 4, data, ...(orientation && { orientation: orientation.value }) };
  } finally {
    bitmap.close();
  }
}

/** Browsers turn photos upright whatever they are told, but not all formats: so they are not told of it. */
function asStored(bytes: Uint8Array<ArrayBuffer>, { orientation }: FileHeader): Blob {
  if (orientation === undefined) return new Blob([bytes]);
  const { from, to, by } = orientation;
  return new Blob([bytes.subarray(0, from), by, bytes.subarray(to)]);
}

function pixelsOf(name: string, bitmap: ImageBitmap): Uint8Array {
  const { width, height } = bitmap;
  const data = new Uint8Array(width * height * 4);
  const rows = Math.max(1, Math.min(height, Math.floor(BAND / width)));
  const context = new OffscreenCanvas(width, rows).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new PhotoError(`${name} of ${width}x${height} pixels is too wide for this browser`);
  context.globalCompositeOperation = 'copy';
  for (let y = 0; y < height; y += rows) {
    const count = Math.min(rows, height - y);
    context.drawImage(bitmap, 0, y, width, count, 0, 0, width, count);
    data.set(context.getImageData(0, 0, width, count).data, y * width * 4);
  }
  return data;
}
