import { filesOf, type GalleryRun, jobsOf, mapOf, type PhotoItem } from '../maps/photoPlan.ts';
import { photoTile } from './fileNames.ts';
import type { MapRecord, PhotoRecord } from './record.ts';
import { photoFolder } from './store.ts';

/** A photo that the gallery shows. */
export interface Entry {
  readonly item: PhotoItem;
  readonly record: PhotoRecord;
  /** By the job's id: those that this call asked for and that are there. */
  readonly maps: ReadonlyMap<string, MapRecord>;
  readonly isRight: boolean | undefined;
}

export function entryOf(run: GalleryRun, item: PhotoItem, record: PhotoRecord): Entry {
  const maps = new Map<string, MapRecord>();
  for (const job of jobsOf(run.columns)) {
    const map = mapOf(run, record, job);
    if (map !== undefined && run.store.has(filesOf(run, item.id, map))) maps.set(job.id, map);
  }
  const { label, predictions } = record;
  return { item, record, maps, isRight: label === null ? undefined : label.index === predictions[0]!.index };
}

/** All files of a photo that the gallery links to, but for its page. */
export function shownFiles(run: GalleryRun, { item, record, maps }: Entry): string[] {
  const tile = `${photoFolder(item.id)}/${photoTile(record.key)}`;
  return [tile, ...[...maps.values()].flatMap((map) => filesOf(run, item.id, map))];
}
