import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PixelImage } from '@smoothgrad/image';
import { photosIn } from './photosIn.ts';

/** The demo photos, which come with the package. */
export function bundledPhotos(): Promise<PixelImage[]> {
  return photosIn(join(dirname(createRequire(import.meta.url).resolve('smoothgrad/package.json')), 'dist', 'photos'));
}
