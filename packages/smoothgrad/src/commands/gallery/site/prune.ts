import type { GalleryRun, PhotoItem } from '../maps/photoPlan.ts';
import { type Entry, shownFiles } from './entries.ts';
import { photoFolder, recordPath } from './store.ts';

/** Files of earlier calls that the gallery no longer shows. */
export interface Pruned {
  readonly files: number;
  readonly bytes: number;
  readonly isDeleted: boolean;
}

export interface PruneOptions {
  /** All photos of this call. */
  readonly items: readonly PhotoItem[];
  /** Those whose old files may go: what is known of those that failed stays. */
  readonly entries: readonly Entry[];
  readonly isDeleted: boolean;
}

/**
 * Counts, and deletes where that is wanted, what this program wrote and the gallery no longer shows: other pictures of its photos, and
 * photos that were not named. Nothing else is touched.
 */
export async function prune(run: GalleryRun, { items, entries, isDeleted }: PruneOptions): Promise<Pruned> {
  const { store } = run;
  let files = 0;
  let bytes = 0;
  const remove = async (paths: readonly string[]) => {
    const old = paths.filter((path) => store.has([path]));
    files += old.length;
    bytes += await store.size(old);
    if (isDeleted) for (const path of old) await store.remove(path);
  };
  for (const entry of entries) {
    const { item, record, maps } = entry;
    const shown = new Set(shownFiles(run, entry));
    const old = record.files.filter((name) => !shown.has(`${photoFolder(item.id)}/${name}`));
    if (old.length === 0) continue;
    const kept = { ...record, maps: [...maps.values()], files: record.files.filter((name) => !old.includes(name)) };
    if (isDeleted) await store.write(recordPath(item.id), `${JSON.stringify(kept)}\n`);
    await remove(old.map((name) => `${photoFolder(item.id)}/${name}`));
  }
  const named = new Set(items.map(({ id }) => id));
  for (const id of await store.ids()) {
    const record = named.has(id) ? undefined : await store.record(id);
    if (record === undefined) continue;
    await remove([...record.files.map((name) => `${photoFolder(id)}/${name}`), recordPath(id), `photos/${id}.html`]);
    if (isDeleted) await store.removeFolder(photoFolder(id));
  }
  return { files, bytes, isDeleted };
}
