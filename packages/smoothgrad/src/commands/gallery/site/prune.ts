import type { GalleryRun } from '../maps/photoPlan.ts';
import { type Entry, shownFiles } from './entries.ts';
import { photoFolder, recordPath } from './store.ts';

/** Files of earlier calls that the gallery no longer shows. */
export interface Pruned {
  readonly files: number;
  readonly bytes: number;
  readonly isDeleted: boolean;
}

/** Counts, and deletes where that is wanted, what this program wrote beside the shown photos and no longer shows. Nothing else is touched. */
export async function prune(run: GalleryRun, entries: readonly Entry[], isDeleted: boolean): Promise<Pruned> {
  let files = 0;
  let bytes = 0;
  for (const entry of entries) {
    const { item, record, maps } = entry;
    const shown = new Set(shownFiles(run, entry));
    const pathOf = (name: string) => `${photoFolder(item.id)}/${name}`;
    const old = record.files.filter((name) => !shown.has(pathOf(name)) && run.store.has([pathOf(name)]));
    if (old.length === 0) continue;
    files += old.length;
    bytes += await run.store.size(old.map(pathOf));
    if (!isDeleted) continue;
    const kept = { ...record, maps: [...maps.values()], files: record.files.filter((name) => !old.includes(name)) };
    await run.store.write(recordPath(item.id), `${JSON.stringify(kept)}\n`);
    for (const name of old) await run.store.remove(pathOf(name));
  }
  return { files, bytes, isDeleted };
}
