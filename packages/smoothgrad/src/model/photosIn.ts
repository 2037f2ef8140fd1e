import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type PixelImage, toRgb } from '@smoothgrad/image';
import { decodePhoto } from '@smoothgrad/node';
import { UsageError } from '../errors.ts';

const pictures = /\.(?:jpe?g|png|webp|tiff?|avif)$/i;

/** All photos of a folder, by name. @throws UsageError the folder cannot be read or has none; PhotoError one is broken */
export async function photosIn(folder: string): Promise<PixelImage[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${folder} cannot be read as a folder (${cause.code}): name a folder with photos`);
  });
  const paths = names.filter((name) => pictures.test(name)).sort();
  if (paths.length === 0) throw new UsageError(`${folder} holds no photos (JPEG, PNG, WebP, TIFF, AVIF)`);
  return Promise.all(paths.map(async (name) => toRgb(await decodePhoto(join(folder, name)))));
}
