import type { PixelImage } from '@smoothgrad/image';
import { zlibSync } from 'fflate';
import { RenderError } from '../errors.ts';
import { latin1, type PngChunk, pngFile } from './pngFile.ts';

/** Keyword of the one text chunk that says how a picture was made. */
export const provenanceKeyword = 'smoothgrad';

export interface EncodePngOptions {
  /** Any JSON value; JSON has no NaN or infinity, so those are stored as null. */
  readonly provenance?: unknown;
  /** Bytes to a zlib stream (RFC 1950). Default in JavaScript; a runtime's own is much faster. */
  readonly deflate?: ((bytes: Uint8Array) => Uint8Array) | undefined;
}

const deflateInScript = (bytes: Uint8Array) => zlibSync(bytes, { level: 3 });

/**
 * A PNG file (8 bits, grey or RGB, no palette). The provenance goes into one tEXt chunk with the keyword `smoothgrad`, as JSON in
 * ASCII: tEXt is Latin-1, so every other character is written as \uXXXX.
 *
 * @throws RenderError for data that does not fit the size and for a provenance that is not JSON.
 */
export function encodePng(
  picture: PixelImage,
  { provenance, deflate = deflateInScript }: EncodePngOptions = {},
): Uint8Array {
  const { width, height, channels, data } = picture;
  if (data.length === 0) throw new RenderError(`A picture of ${width} × ${height} has no pixels.`);
  if (data.length !== width * height * channels) {
    throw new RenderError(
      `A picture of ${width} × ${height} with ${channels} channels has ${width * height * channels} bytes, not ${data.length}.`,
    );
  }
  const chunks: PngChunk[] = [
    { type: 'IHDR', data: header(picture) },
    { type: 'IDAT', data: deflate(filtered(picture)) },
  ];
  if (provenance !== undefined)
    chunks.push({ type: 'tEXt', data: latin1(`${provenanceKeyword}\0${asciiJson(provenance)}`) });
  return pngFile([...chunks, { type: 'IEND', data: new Uint8Array() }]);
}

/** Size; 8 bits, RGB or grey; deflated, filtered line by line, not interlaced. */
function header({ width, height, channels }: PixelImage): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set([8, channels === 3 ? 2 : 0, 0, 0, 0], 8);
  return bytes;
}

const SUB = 1;

/** Each line behind the number of its filter: every byte less that of the pixel before. Photos and grids become a quarter smaller by it. */
function filtered({ width, height, channels, data }: PixelImage): Uint8Array {
  const length = width * channels;
  const bytes = new Uint8Array(height * (length + 1));
  for (let row = 0; row < height; row++) {
    const from = row * length;
    const to = row * (length + 1);
    bytes[to] = SUB;
    for (let i = 0; i < channels; i++) bytes[to + 1 + i] = data[from + i]!;
    for (let i = channels; i < length; i++) bytes[to + 1 + i] = data[from + i]! - data[from + i - channels]!;
  }
  return bytes;
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
