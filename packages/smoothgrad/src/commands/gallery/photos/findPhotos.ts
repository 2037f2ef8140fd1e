import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, join, normalize, relative, resolve, sep } from 'node:path';
import { UsageError } from '../../../errors.ts';
import { photoIds } from './photoIds.ts';

/** A photo of a gallery. */
export interface PhotoFile {
  readonly path: string;
  /** What the page calls it: its place in the folder that was named, with forward slashes. */
  readonly name: string;
  /** Its part of file names and addresses. */
  readonly id: string;
}

const photos = /\.(?:jpe?g|jfif|png|webp|gif|tiff?|avif)$/i;
const byName = new Intl.Collator('en', { numeric: true }).compare;

/**
 * The photos that were named, and those in the folders that were, each once, in the order of their names within a folder.
 *
 * @param output the gallery's own folder, whose pictures are no photos
 * @throws UsageError a path that is not there, a folder without photos
 */
export function findPhotos(paths: readonly string[], output: string): PhotoFile[] {
  const found = paths.flatMap((path) => photosAt(path, resolve(output)));
  const once = [...new Map(found.map((file) => [resolve(file.path), file])).values()];
  const named = once.map((file) => ({ ...file, name: isOnly(file, once) ? file.name : slashed(normalize(file.path)) }));
  const ids = photoIds(named.map(({ name }) => name));
  return named.map((file, i) => ({ ...file, id: ids[i]! }));
}

type Found = Omit<PhotoFile, 'id'>;

function isOnly({ name }: Found, all: readonly Found[]): boolean {
  return all.filter((other) => other.name === name).length === 1;
}

function photosAt(path: string, output: string): Found[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`${path} does not exist: name photos, or folders with photos`);
  if (!stats.isDirectory()) return [{ path, name: basename(path) }];
  const files = photosIn(path, output).sort(byName);
  if (files.length === 0) throw new UsageError(`${path} holds no photos (JPEG, PNG, WebP, GIF, TIFF, AVIF)`);
  return files.map((file) => ({ path: file, name: slashed(relative(path, file)) }));
}

/** In folders within it too. Hidden files and folders are left alone. */
function photosIn(folder: string, output: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || resolve(path) === output) return [];
    if (entry.isDirectory()) return photosIn(path, output);
    return photos.test(entry.name) ? [path] : [];
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${folder} cannot be read (${code}): check its permissions`, { cause });
  }
}

const slashed = (path: string) => path.split(sep).join('/');
