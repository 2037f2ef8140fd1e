import { checkPhotoHeader, type DecodedImage, MAX_PIXELS, PhotoError, pngFrames } from '@smoothgrad/image';
import { readPhotoFile } from './readPhotoFile.ts';

/**
 * The pixels of a JPEG, PNG, WebP, GIF, TIFF or AVIF as they are stored: no resizing, no colour profile applied, not
 * turned upright (`orientation` says how). Palettes are expanded, 16-bit samples stay 16-bit, grey stays one channel.
 *
 * @param source path, or the bytes of the file
 * @throws PhotoError missing, not a photo, damaged, not RGB or grey, animated, or not between 2x2 pixels and 100 megapixels
 */
export async function decodePhoto(source: string | Uint8Array): Promise<DecodedImage> {
  const name = typeof source === 'string' ? source : 'the photo';
  const bytes = typeof source === 'string' ? await readPhotoFile(source) : source;
  if (bytes.byteLength === 0) throw new PhotoError(`${name} is empty (0 bytes)`);
  // loading sharp takes tens of milliseconds: only who decodes a photo waits for it.
  const { default: sharp } = await import('sharp');
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => refuseUnreadable(name, cause));
  checkPhotoHeader(name, { ...header, frames: Math.max(header.pages ?? 1, pngFrames(bytes)) });
  const is16Bit = header.depth === 'ushort';
  const decoder = sharp(bytes, { limitInputPixels: MAX_PIXELS, ignoreIcc: true, failOn: 'truncated' });
  // Without this 16-bit becomes 8-bit and grey RGB; with it 8-bit grey would lose its alpha.
  if (is16Bit || header.channels === 1) decoder.toColourspace(header.space);
  const { data, info } = await decoder
    .raw({ depth: is16Bit ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => refuseDamaged(name, cause));
  return {
    width: info.width,
    height: info.height,
    channels: info.channels as DecodedImage['channels'],
    data: is16Bit ? samples16(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    ...(header.orientation === undefined ? {} : { orientation: header.orientation }),
  };
}

function refuseUnreadable(name: string, cause: unknown): never {
  const isUnknown = /unsupported image format/i.test(String(cause));
  const reason = isUnknown ? 'is not an image, or a damaged one' : 'is truncated or damaged';
  throw new PhotoError(`${name} ${reason}: give a complete JPEG, PNG, WebP, GIF, TIFF or AVIF`, { cause });
}

function refuseDamaged(name: string, cause: unknown): never {
  throw new PhotoError(`${name} is truncated or damaged: get a complete copy`, { cause });
}

/** The decoder's memory may begin at an odd address, which a Uint16Array cannot. */
function samples16(data: Buffer): Uint16Array {
  return new Uint16Array(new Uint8Array(data).buffer);
}
