import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addTemporaryFile, settleTemporaryFile } from '../files/temporaryFiles.ts';

/** Keeps bytes by a key. It may forget, and never gives other bytes than were put in under exactly that key. */
export interface Cache {
  /** Undefined: there is nothing, or nothing undamaged. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Never rejects: what cannot be kept is computed again. */
  put(key: string, value: Uint8Array): Promise<void>;
}

export interface DiskCacheOptions {
  /** The entries used least recently go when all together are larger. Default 64 MB, some hundred explainers. */
  readonly mostBytes?: number | undefined;
}

const DAY = 24 * 60 * 60 * 1000;
const DIGEST = 32;

/**
 * A cache in a folder, one file an entry: the SHA-256 of the rest, the key and its length, the value. Files appear complete, by
 * renaming, so any number of processes may use the folder; a damaged one fails its checksum and is taken for missing.
 */
export function openDiskCache(folder: string, { mostBytes = 64e6 }: DiskCacheOptions = {}): Cache {
  return {
    async get(key) {
      const path = pathOf(folder, key);
      try {
        const value = decode(await readFile(path), key);
        if (value === undefined) await rm(path, { force: true });
        else await touch(path);
        return value;
      } catch {
        return undefined;
      }
    },
    async put(key, value) {
      try {
        await mkdir(folder, { recursive: true });
        await replace(pathOf(folder, key), encode(key, value));
        await prune(folder, mostBytes);
      } catch {
        // A full disk, a folder that may not be written: the next run computes again.
      }
    },
  };
}

const sha256 = (...parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

const pathOf = (folder: string, key: string) => join(folder, `${sha256(Buffer.from(key)).toString('hex')}.entry`);

function encode(key: string, value: Uint8Array): Uint8Array {
  const name = Buffer.from(key);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(name.length);
  return Buffer.concat([sha256(length, name, value), length, name, value]);
}

function decode(bytes: Buffer, key: string): Uint8Array | undefined {
  if (bytes.length < DIGEST + 4 || !sha256(bytes.subarray(DIGEST)).equals(bytes.subarray(0, DIGEST))) return undefined;
  const start = DIGEST + 4 + bytes.readUInt32LE(DIGEST);
  return bytes.toString('utf8', DIGEST + 4, start) === key ? bytes.subarray(start) : undefined;
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  addTemporaryFile(temporary);
  try {
    // Not flushed to disk: what a crash leaves behind fails its checksum.
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    settleTemporaryFile(temporary);
  }
}

/** The time of change says when an entry was last used, to the day. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  if (now.getTime() - (await stat(path)).mtimeMs < DAY) return;
  await utimes(path, now, now).catch(() => undefined);
}

async function prune(folder: string, mostBytes: number): Promise<void> {
  const names = await readdir(folder);
  const found = await Promise.all(
    names.map(async (name) => {
      const stats = await stat(join(folder, name)).catch(() => undefined);
      return stats === undefined ? [] : [{ name, size: stats.size, used: stats.mtimeMs }];
    }),
  );
  let total = 0;
  for (const { name, size, used } of found.flat().sort((a, b) => b.used - a.used)) {
    const isAbandoned = name.endsWith('.tmp') && Date.now() - used > DAY;
    if (name.endsWith('.entry')) total += size;
    if (isAbandoned || (name.endsWith('.entry') && total > mostBytes)) await rm(join(folder, name), { force: true });
  }
}
