import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PixelImage } from '../src/pixelImage.ts';
import type { Preprocessing } from '../src/preprocessing.ts';
import type { ResizeFilter } from '../src/resizeFilters.ts';

// What scripts/pillow-fixtures.py wrote with Pillow and numpy.

export interface Stored {
  readonly offset: number;
  readonly length: number;
}

export interface StoredImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Stored;
}

interface ResizeCase {
  readonly filter: ResizeFilter;
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
}

interface Fixtures {
  readonly images: Readonly<Record<string, StoredImage>>;
  readonly resize: readonly (ResizeCase & { readonly image: string; readonly data?: Stored })[];
  readonly largeResize: readonly (ResizeCase & { readonly from: readonly [number, number] })[];
  readonly luminance: { readonly photo: Stored };
  readonly orientation: {
    readonly image: StoredImage;
    readonly cases: readonly (StoredImage & { readonly orientation: number })[];
  };
  readonly alpha: { readonly sha256: string; readonly every17: Stored };
  readonly pipelines: readonly {
    readonly name: string;
    readonly from: readonly [number, number];
    readonly recipe: Omit<Preprocessing, 'source'>;
    readonly width: number;
    readonly height: number;
    readonly sha256: string;
    readonly stride: number;
    readonly elements: Stored;
  }[];
  readonly photo: { readonly recipe: Omit<Preprocessing, 'source'>; readonly pixels: Stored; readonly tensor: Stored };
}

const folder = new URL('../src/fixtures/', import.meta.url);
const bytes = readFileSync(new URL('fixtures.bin', folder));

export const fixtures: Fixtures = JSON.parse(readFileSync(new URL('fixtures.json', folder), 'utf8'));

export function storedBytes({ offset, length }: Stored): Uint8Array {
  return Uint8Array.from(bytes.subarray(offset, offset + length));
}

export function storedFloats({ offset, length }: Stored): Float32Array {
  return Float32Array.from({ length }, (_, i) => bytes.readFloatLE(offset + 4 * i));
}

export function storedImage({ width, height, channels, data }: StoredImage): PixelImage {
  return { width, height, channels, data: storedBytes(data) };
}

/** The picture of `formula_image` in scripts/pillow-fixtures.py. */
export function formulaImage(width: number, height: number): PixelImage {
  const data = new Uint8Array(width * height * 3);
  let target = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        data[target++] = Math.floor((x * x * 3 + y * x * 7 + y * y * (c + 1) + c * 91) / 64) % 256;
      }
    }
  }
  return { width, height, channels: 3, data };
}

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Pixels of a reproducible picture where any will do. */
export function somePixels(width: number, height: number, channels: 1 | 3): PixelImage {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 73 + 19) % 256);
  return { width, height, channels, data };
}
