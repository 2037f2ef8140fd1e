import { describePreprocessing } from '@smoothgrad/image';
import { decodePhoto, sha256File } from '@smoothgrad/node';
import type { ExplainSession } from '../../../session/openSession.ts';
import type { GalleryFlags } from '../flags.ts';
import type { PhotoFile } from '../photos/findPhotos.ts';
import type { PhotoTruth } from '../photos/labelPhotos.ts';
import { formsOf, npzName, photoTile, pngName, tileName } from '../site/fileNames.ts';
import type { MapRecord, PhotoRecord } from '../site/record.ts';
import { photoFolder, type Store } from '../site/store.ts';
import type { Column, MapJob } from './columns.ts';
import { digest } from './digest.ts';

/** What all photos of a gallery share. */
export interface GalleryRun {
  readonly session: ExplainSession;
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
  /** Stands for photo, model, preprocessing and classes. */
  readonly key: string;
  /** What is known from an earlier call, and still holds. */
  readonly record: PhotoRecord | undefined;
  /** Files of earlier calls that lie beside it. */
  readonly files: readonly string[];
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
  const key = photoKey(run, item, sha256);
  const found = await run.store.record(item.id);
  const isValid = found?.key === key && run.store.has([`${photoFolder(item.id)}/${photoTile(key)}`]);
  const record = isValid ? found : undefined;
  const missing = jobsOf(run.columns).filter((job) => {
    const map = record && mapOf(run, record, job);
    return map === undefined || map.drawn !== drawnKey(run, map.key) || !run.store.has(filesOf(run, item.id, map));
  });
  return { item, sha256, key, record, files: found?.files ?? [], missing };
}

/** What is known of a map, if it is the one that is wanted. */
export function mapOf(run: GalleryRun, record: PhotoRecord, job: MapJob): MapRecord | undefined {
  const key = mapKey(run, record, job);
  return record.maps.find((map) => map.key === key);
}

export function mapKey(
  { flags }: GalleryRun,
  { key, classes }: Pick<PhotoRecord, 'key' | 'classes'>,
  job: MapJob,
): string {
  const error = flags.npz && flags.withError === true;
  return digest({ photo: key, classes: classes.map(({ index }) => index), settings: job.settings, error });
}

/** Maps may be there and only have to be drawn in another way. */
export function drawnKey({ flags }: GalleryRun, key: string): string {
  const { colormap, signed, positive, reduce, percentile } = flags;
  return digest({ key, colormap, signed, positive, reduce, percentile });
}

/** All files of a map: its pictures and its numbers. */
export function filesOf({ flags }: GalleryRun, id: string, map: MapRecord): string[] {
  const names = [
    ...formsOf(map).flatMap((form) => [tileName(map, form), pngName(map, form)]),
    ...(flags.npz ? map.classes.map((_, k) => npzName(map, k)) : []),
  ];
  return names.map((name) => `${photoFolder(id)}/${name}`);
}

function photoKey({ session, flags }: GalleryRun, { truth }: PhotoItem, sha256: string): string {
  const { classifier, model, versions } = session;
  const { preprocessing, spec, scores } = classifier;
  return digest({
    photo: sha256,
    model: model.sha256,
    preprocessing: [preprocessing, describePreprocessing(preprocessing), spec],
    scores: [scores.tensor, scores.kind],
    labels: classifier.labels && digest(classifier.labels),
    label: truth?.label,
    discriminativity: flags.discriminativity,
    // A patch of Node.js computes what the last one did.
    versions: { ...versions, node: versions.node?.split('.')[0] },
  });
}
