import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@smoothgrad/node';
import { OutputRefusedError } from '../../../errors.ts';
import { type PhotoRecord, parseRecord } from './record.ts';

/** Says that a folder is a gallery. */
export const MARK = 'gallery.json';
const MADE_BY = 'smoothgrad gallery';

/** The files of a gallery. Each is written whole or not at all; paths have forward slashes and begin at the gallery's folder. */
export interface Store {
  readonly folder: string;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Whether all of these are there. */
  has(paths: readonly string[]): boolean;
  read(path: string): Promise<Uint8Array>;
  remove(path: string): Promise<void>;
  /** Bytes of these files together. */
  size(paths: readonly string[]): Promise<number>;
  record(id: string): Promise<PhotoRecord | undefined>;
  /** Photos that have had a folder. */
  ids(): Promise<string[]>;
  /** If nothing is in it. */
  removeFolder(path: string): Promise<void>;
}

/** The marked content of `gallery.json`. */
export function marked(content: object): string {
  return `${JSON.stringify({ madeBy: MADE_BY, ...content }, null, 1)}\n`;
}

export const photoFolder = (id: string) => `files/${id}`;
export const recordPath = (id: string) => `${photoFolder(id)}/photo.json`;

/**
 * Opens the folder of a gallery, made where it is missing.
 *
 * @throws OutputRefusedError it is no folder, cannot be made, or holds other files
 */
export async function openStore(folder: string, force: boolean): Promise<Store> {
  await checkFolder(folder, force);
  await mkdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new OutputRefusedError(`the folder ${folder} cannot be made (${cause.code})`, { cause });
  });
  const at = (path: string) => join(folder, ...path.split('/'));
  const made = new Set<string>();
  const write: Store['write'] = async (path, content) => {
    const parent = join(at(path), '..');
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    await writeFileAtomically(at(path), bytes, { overwrite: () => true });
  };
  // Before anything else: what is interrupted must not look like a folder of somebody else.
  if (!existsSync(at(MARK))) await write(MARK, marked({}));
  return {
    folder,
    write,
    has: (paths) => paths.every((path) => existsSync(at(path))),
    read: (path) => readFile(at(path)),
    remove: (path) => rm(at(path), { force: true }),
    async size(paths) {
      let bytes = 0;
      for (const path of paths)
        bytes += await stat(at(path)).then(
          ({ size }) => size,
          () => 0,
        );
      return bytes;
    },
    async record(id) {
      const text = await readFile(at(recordPath(id)), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parseRecord(text);
    },
    ids: () => readdir(at('files')).catch(() => []),
    removeFolder: (path) => rmdir(at(path)).catch(() => undefined),
  };
}

async function checkFolder(folder: string, force: boolean): Promise<void> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    const reason = cause.code === 'ENOTDIR' ? 'it is not a folder' : `it cannot be read (${cause.code})`;
    throw new OutputRefusedError(`${folder} cannot hold a gallery: ${reason}; choose another with -o`, { cause });
  });
  if (names.length === 0 || force || (await isGallery(folder))) return;
  throw new OutputRefusedError(
    `${folder} holds other files and is no gallery: choose an empty or a new folder, or write into it with --force`,
  );
}

async function isGallery(folder: string): Promise<boolean> {
  try {
    return JSON.parse(await readFile(join(folder, MARK), 'utf8')).madeBy === MADE_BY;
  } catch {
    return false;
  }
}
