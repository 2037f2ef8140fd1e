import type { PixelImage } from '@smoothgrad/image';
import { encode } from 'fast-png';
import { RenderError } from '../errors.ts';

/** Keyword of the one text chunk that says how a picture was made. */
export const provenanceKeyword = 'smoothgrad';

/** `provenance`: any JSON value; JSON has no NaN or infinity, so those are stored as null. */
export interface EncodePngOptions {
  readonly provenance?: unknown;
}

/**
 * A PNG file (8 bits, grey or RGB, no palette). The provenance goes into one tEXt chunk with the keyword `smoothgrad`, as JSON in
 * ASCII: tEXt is Latin-1, so every other character is written as \uXXXX.
 *
 * @throws RenderError for data that does not fit the size and for a provenance that is not JSON.
 */
export function encodePng(picture: PixelImage, { provenance }: EncodePngOptions = {}): Uint8Array {
  const { width, height, channels, data } = picture;
  if (data.length !== width * height * channels) {
    throw new RenderError(
      `A picture of ${width} × ${height} with ${channels} channels has ${width * height * channels} bytes, not ${data.length}.`,
    );
  }
  const image = { width, height, channels, depth: 8 as const, data };
  if (provenance === undefined) return encode(image);
  return encode({ ...image, text: { [provenanceKeyword]: asciiJson(provenance) } });
}

function asciiJson(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    throw new RenderError(
      `The provenance is not JSON: ${String(cause)}. Pass plain objects, arrays, strings and numbers.`,
    );
  }
  if (json === undefined) throw new RenderError(`The provenance is a ${typeof value}, not JSON. Pass a plain object.`);
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
