import { decodePhoto, sha256File } from '@smoothgrad/node';
import type { ExplainSession } from '../../../session/openSession.ts';
import type { GalleryFlags } from '../flags.ts';
import type { PhotoFile } from '../photos/findPhotos.ts';
import type { PhotoTruth } from '../photos/labelPhotos.ts';
import { formsOf, npzName, photoTile, pngName, tileName } from '../site/fileNames.ts';
import type { MapRecord, PhotoRecord } from '../site/record.ts';
import { photoFolder, type Store } from '../site/store.ts';
import type { Column, MapJob } from './columns.ts';
import { classesKey, drawnKey, mapKey, photoKey } from './keys.ts';

/** What all photos of a gallery share. */
export interface GalleryRun {
  readonly session: ExplainSession;
  /** SHA-256 of each file of weights beside the model. */
  readonly weights: readonly string[];
  readonly flags: GalleryFlags;
  readonly columns: readonly Column[];
  readonly store: Store;
}

/** A photo, and what is known of it beforehand. */
export interface PhotoItem extends PhotoFile {
  readonly truth: PhotoTruth | undefined;
}

/** What a photo still needs. */
export interface PhotoPlan {
  readonly item: PhotoItem;
  readonly sha256: string;
  readonly key: string;
  /** What is known from an earlier call, of the same photo and model. */
  readonly found: PhotoRecord | undefined;
  /** It also explains the classes that are wanted. */
  readonly isCurrent: boolean;
  /** Files of earlier calls that lie beside it. */
  readonly files: readonly string[];
  /** At most: which classes there are to explain may not be known yet. */
  readonly missing: readonly MapJob[];
}

export const jobsOf = (columns: readonly Column[]): MapJob[] =>
  columns.flatMap(({ plain, smoothed }) => [plain, smoothed].filter((job) => job !== undefined));

/** Finds out what has to be done for a photo. @throws PhotoError it cannot be read */
export async function planPhoto(run: GalleryRun, item: PhotoItem): Promise<PhotoPlan> {
  const sha256 = await sha256File(item.path).catch(async (cause: unknown) => {
    // Says better why.
    await decodePhoto(item.path);
    throw cause;
  });
  const key = photoKey(run, sha256);
  const known = await run.store.record(item.id);
  const isSame = known?.key === key && run.store.has([`${photoFolder(item.id)}/${photoTile(key)}`]);
  const found = isSame ? known : undefined;
  const isCurrent = found?.classesKey === classesKey(run, item) && found.photo === item.name;
  const jobs = jobsOf(run.columns);
  const missing = found !== undefined && isCurrent ? jobs.filter((job) => !isComplete(run, item, found, job)) : jobs;
  return { item, sha256, key, found, isCurrent, files: known?.files ?? [], missing };
}

/** Whether a map is there, and drawn as it is wanted. */
export function isComplete(run: GalleryRun, { id }: PhotoItem, record: PhotoRecord, job: MapJob): boolean {
  const map = mapOf(run, record, job);
  return map !== undefined && map.drawn === drawnKey(run, map.key) && run.store.has(filesOf(run, id, map));
}

/** What is known of a map, if it is the one that is wanted. */
export function mapOf(run: GalleryRun, record: PhotoRecord, job: MapJob): MapRecord | undefined {
  const key = mapKey(run, record, job);
  return record.maps.find((map) => map.key === key);
}

/** All files of a map: its pictures and its numbers. */
export function filesOf({ flags }: GalleryRun, id: string, map: MapRecord): string[] {
  const names = [
    ...formsOf(map).flatMap((form) => [tileName(map, form), pngName(map, form)]),
    ...(flags.npz ? map.classes.map((_, k) => npzName(map, k)) : []),
  ];
  return names.map((name) => `${photoFolder(id)}/${name}`);
}
