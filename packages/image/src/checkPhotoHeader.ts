import { PhotoError } from './errors.ts';

/** Photos are decoded whole: 100 megapixels are 300 MB of RGB. */
export const MAX_PIXELS = 100_000_000;

/** On each side; a picture of one pixel has no range and no gradient worth a map. */
export const MIN_SIDE = 2;

/** What the first bytes of a photo say, in libvips' words. */
export interface PhotoHeader {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** Frames of an animation, or pages. */
  readonly frames: number;
  readonly space: string | undefined;
  /** The type of one sample. */
  readonly depth: string | undefined;
}

/** What counts as a photo; decoders know more (SVG, ...), of which the pixels depend on a renderer. */
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);

const colourSpaces: ReadonlySet<string | undefined> = new Set(['srgb', 'b-w', 'rgb16', 'grey16']);

/**
 * Everything that can be refused before a single pixel is decoded.
 *
 * @param name the photo's, for the message
 * @throws PhotoError not a photo, animated, not between 2x2 pixels and 100 megapixels, not RGB or grey, not 8 or 16 bits
 */
export function checkPhotoHeader(name: string, { format, width, height, frames, space, depth }: PhotoHeader): void {
  if (!formats.has(format)) {
    throw new PhotoError(`${name} is ${format.toUpperCase()}, not a photo: give a JPEG, PNG, WebP, GIF, TIFF or AVIF`);
  }
  if (frames > 1) throw new PhotoError(`${name} is animated (${frames} frames or pages): extract one frame first`);
  if (width * height > MAX_PIXELS) {
    throw new PhotoError(
      `${name} has ${width}x${height} pixels; the limit is ${MAX_PIXELS / 1e6} megapixels: make it smaller first`,
    );
  }
  if (Math.min(width, height) < MIN_SIDE) {
    throw new PhotoError(`${name} has ${width}x${height} pixels; at least ${MIN_SIDE}x${MIN_SIDE} are needed`);
  }
  if (!colourSpaces.has(space)) {
    throw new PhotoError(`${name} is in the colour space ${space?.toUpperCase()}: convert it to RGB first`);
  }
  if (depth !== 'uchar' && depth !== 'ushort') {
    throw new PhotoError(`${name} has samples of type ${depth}: convert it to 8 or 16 bits per channel first`);
  }
}
