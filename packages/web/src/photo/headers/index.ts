import { avifHeader } from './avif.ts';
import { gifHeader } from './gif.ts';
import type { ReadHeader } from './header.ts';
import { jpegHeader } from './jpeg.ts';
import { pngHeader } from './png.ts';
import { webpHeader } from './webp.ts';

/** What browsers decode. */
export const headerReaders: readonly ReadHeader[] = [jpegHeader, pngHeader, webpHeader, gifHeader, avifHeader];
