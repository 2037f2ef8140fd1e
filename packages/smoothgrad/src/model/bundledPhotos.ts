import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type PixelImage, toRgb } from '@smoothgrad/image';
import { decodePhoto } from '@smoothgrad/node';

/** The demo photos, which come with the package. */
export async function bundledPhotos(): Promise<PixelImage[]> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('smoothgrad/package.json')), 'dist', 'photos');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
  return Promise.all(names.map(async (name) => toRgb(await decodePhoto(join(folder, name)))));
}
