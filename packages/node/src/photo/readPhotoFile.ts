import { readFile, stat } from 'node:fs/promises';
import { PhotoError } from '@smoothgrad/image';

/** No compressed photo within the pixel limit comes near it; a disk image or a film does. */
const MAX_BYTES = 1_000_000_000;

/** @throws PhotoError missing, a folder, not readable, or larger than 1 GB */
export async function readPhotoFile(path: string): Promise<Uint8Array> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw new PhotoError(`${path} is a folder: name the photo in it`);
    if (!stats.isFile()) throw new PhotoError(`${path} is not a regular file: save the photo to one`);
    if (stats.size > MAX_BYTES) {
      throw new PhotoError(`${path} has ${Math.round(stats.size / 1e6)} MB; the limit for a photo is 1000 MB`);
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof PhotoError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new PhotoError(`${path} does not exist: check the path of the photo`, { cause });
    }
    throw new PhotoError(`${path} cannot be read (${code ?? message}): check its permissions`, { cause });
  }
}
