import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OutputError, outputError } from './errors.ts';
import { addTemporaryFile, settleTemporaryFile } from './temporaryFiles.ts';

export interface AtomicWriteOptions {
  /** Asked, with the bytes of the file that is already there, whether it may be replaced. Default: never. */
  readonly overwrite?: ((existing: Uint8Array) => boolean | Promise<boolean>) | undefined;
}

/**
 * Writes a file completely or not at all: to a temporary file in the same folder, flushed to disk, then renamed. A link is
 * followed, and the replaced file's permissions are kept.
 *
 * @throws OutputError the folder is missing or not writable, the path is a folder or a device, the file may not be
 *   replaced, the disk is full; no temporary file is left
 */
export async function writeFileAtomically(
  path: string,
  bytes: Uint8Array,
  { overwrite = () => false }: AtomicWriteOptions = {},
): Promise<void> {
  try {
    const existing = await statOf(path);
    const target = existing === undefined ? path : await realpath(path);
    if (existing !== undefined) await checkReplaceable(path, existing, overwrite);
    await replace(target, bytes, existing === undefined ? 0o666 : existing.mode & 0o777);
  } catch (cause) {
    throw outputError(path, cause);
  }
}

async function checkReplaceable(
  path: string,
  existing: Stats,
  overwrite: (existing: Uint8Array) => boolean | Promise<boolean>,
): Promise<void> {
  if (existing.isDirectory()) throw new OutputError(`${path} cannot be written: it is a folder: name a file in it`);
  if (!existing.isFile()) throw new OutputError(`${path} cannot be written: it is not an ordinary file`);
  if (!(await overwrite(await readFile(path)))) {
    throw new OutputError(`${path} exists already: choose another name, or force overwriting`);
  }
}

async function replace(target: string, bytes: Uint8Array, mode: number): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomUUID().slice(0, 8)}.tmp`);
  addTemporaryFile(temporary);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    settleTemporaryFile(temporary);
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
