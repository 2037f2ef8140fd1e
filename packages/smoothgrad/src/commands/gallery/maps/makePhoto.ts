import type { PhotoRecord } from '../site/record.ts';
import { recordPath } from '../site/store.ts';
import type { MapJob } from './columns.ts';
import { describePhoto } from './describePhoto.ts';
import { computeMap, type MadeMap, type MapSubject, redrawMap } from './makeMap.ts';
import { type GalleryRun, isComplete, mapOf, type PhotoPlan } from './photoPlan.ts';

/** Told of each step: which share of a job it ends. */
export type Advance = (job: MapJob, share: number) => void;

/** A photo with all its maps, and how many kinds of them were made now. */
export interface MadePhoto {
  readonly record: PhotoRecord;
  readonly made: number;
}

/** Makes all that is missing of a photo; what is done is kept even where the rest fails. */
export async function makePhoto(run: GalleryRun, plan: PhotoPlan, advance: Advance): Promise<MadePhoto> {
  const { item, found, isCurrent } = plan;
  const photo = await run.session.classifier.prepare(item.path);
  const write = (changed: PhotoRecord) => run.store.write(recordPath(item.id), `${JSON.stringify(changed)}\n`);
  let record = found !== undefined && isCurrent ? found : await describePhoto(run, plan, photo);
  if (record !== found) await write(record);
  let made = 0;
  for (const job of plan.missing) {
    if (isComplete(run, item, record, job)) {
      advance(job, 1);
      continue;
    }
    record = withMap(record, await makeMap(run, { item, record, photo }, job, advance));
    await write(record);
    made++;
  }
  return { record, made };
}

/** Draws what is known, or else computes it. */
async function makeMap(run: GalleryRun, subject: MapSubject, job: MapJob, advance: Advance): Promise<MadeMap> {
  const known = mapOf(run, subject.record, job);
  const redrawn = known && (await redrawMap(run, subject, known));
  if (redrawn === undefined) return computeMap(run, subject, job, (share) => advance(job, share));
  advance(job, 1);
  return redrawn;
}

/** In the place of a former map of that key. */
function withMap(record: PhotoRecord, { map, files }: MadeMap): PhotoRecord {
  return {
    ...record,
    maps: [...record.maps.filter(({ key }) => key !== map.key), map],
    files: [...new Set([...record.files, ...files])],
  };
}
