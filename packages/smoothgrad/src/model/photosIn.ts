import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type PixelImage, toRgb } from '@smoothgrad/image';
import { decodePhoto } from '@smoothgrad/node';
import { UsageError } from '../errors.ts';

const pictures = /\.(?:jpe?g|png|webp|tiff?|avif)$/i;

/** All photos of a folder, by name. @throws UsageError the folder cannot be read or has none; PhotoError one is broken */
export async function photosIn(folder: string): Promise<PixelImage[]> {
  const paths = await pathsIn(folder);
  return Promise.all(paths.map(async (path) => toRgb(await decodePhoto(path))));
}

/** Name, size and time of all photos of a folder: stands for what is in them. @throws UsageError as `photosIn` */
export async function photoStamps(folder: string): Promise<[name: string, size: number, time: number][]> {
  const paths = await pathsIn(folder);
  return Promise.all(
    paths.map(async (path): Promise<[string, number, number]> => {
      const { size, mtimeMs } = await stat(path);
      return [basename(path), size, mtimeMs];
    }),
  );
}

async function pathsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${folder} cannot be read as a folder (${cause.code}): name a folder with photos`);
  });
  const paths = names.filter((name) => pictures.test(name)).sort();
  if (paths.length === 0) throw new UsageError(`${folder} holds no photos (JPEG, PNG, WebP, TIFF, AVIF)`);
  return paths.map((name) => join(folder, name));
}
