import {
  type Attribution,
  type Prediction,
  predict,
  probabilities,
  refineAll,
  topPredictions,
} from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import { encodePng } from '@smoothgrad/render';
import { deflate } from '../../../picture/deflate.ts';
import { npzName, photoTile, pngName, tileName } from '../site/fileNames.ts';
import type { MapRecord, PhotoRecord } from '../site/record.ts';
import { photoFolder, recordPath } from '../site/store.ts';
import type { MapJob } from './columns.ts';
import { drawForms } from './drawForms.ts';
import { encodeTile } from './encodeTile.ts';
import { type FoundMap, foundMap, npzOf, readFoundMap } from './foundMap.ts';
import { drawnKey, type GalleryRun, mapKey, mapOf, type PhotoItem, type PhotoPlan } from './photoPlan.ts';
import { mapProvenance } from './provenance.ts';

const TOP = 5;

/** Told of each step: which share of the job it ends. */
export type Advance = (job: MapJob, share: number) => void;

/** Makes all that a photo's plan says is missing; what is done is kept even where the rest fails. */
export async function makePhoto(run: GalleryRun, plan: PhotoPlan, advance: Advance): Promise<PhotoRecord> {
  const { classifier } = run.session;
  const photo = await classifier.prepare(plan.item.path);
  let record = plan.record ?? (await newRecord(run, plan, photo));
  for (const job of plan.missing) {
    const kept = mapOf(run, record, job);
    const map =
      (kept && (await redrawn(run, plan, photo, kept))) ?? (await computed(run, record, plan, photo, job, advance));
    if (kept !== undefined) advance(job, 1);
    record = withMap(record, map.record, map.files);
    await run.store.write(recordPath(plan.item.id), `${JSON.stringify(record)}\n`);
  }
  return record;
}

async function newRecord(
  run: GalleryRun,
  { item, key, sha256, files }: PhotoPlan,
  photo: PreparedPhoto,
): Promise<PhotoRecord> {
  const { classifier } = run.session;
  const { activation } = classifier.scores;
  const logits = await predict(classifier, photo.tensor);
  const p = probabilities(logits, activation);
  const named = (index: number) => ({
    index,
    label: classifier.labels?.[index] ?? null,
    logit: logits[index]!,
    probability: p[index]!,
  });
  const predictions = topPredictions(logits, activation, TOP, classifier.labels);
  const label = item.truth?.label === undefined ? null : named(item.truth.label);
  const tile = photoTile(key);
  await run.store.write(`${photoFolder(item.id)}/${tile}`, await encodeTile(photo.image));
  return {
    format: 1,
    key,
    photo: item.name,
    sha256,
    width: photo.image.width,
    height: photo.image.height,
    predictions,
    label,
    classes: explainedClasses(predictions, label, run.flags.discriminativity),
    maps: [],
    provenance: mapProvenance(run),
    files: [...new Set([...files, tile])],
  };
}

/** The prediction; the label where it is another, else the second highest, so that there are two to tell apart. */
function explainedClasses(
  [top, second]: readonly Prediction[],
  label: Prediction | null,
  isCompared: boolean,
): Prediction[] {
  if (label !== null && label.index !== top!.index) return [top!, label];
  return isCompared && second !== undefined ? [top!, second] : [top!];
}

interface MadeMap {
  readonly record: MapRecord;
  readonly files: readonly string[];
}

async function computed(
  run: GalleryRun,
  record: PhotoRecord,
  { item }: PhotoPlan,
  photo: PreparedPhoto,
  job: MapJob,
  advance: Advance,
): Promise<MadeMap> {
  const attributions = await attributionsOf(run, record, photo, job, advance);
  const found = attributions.map((attribution) => foundMap(attribution, photo.spec));
  const key = mapKey(run, record, job);
  const known = { ...recordOf(job, attributions), key, drawn: drawnKey(run, key) };
  const files: string[] = [];
  if (run.flags.npz) {
    for (const [k, map] of found.entries()) {
      const name = npzName(known, k);
      await run.store.write(
        `${photoFolder(item.id)}/${name}`,
        npzOf(map, attributions[k]!, run.flags.withError === true),
      );
      files.push(name);
    }
  }
  return draw(run, item, photo, known, found, files);
}

async function attributionsOf(
  { session: { classifier } }: GalleryRun,
  { classes }: PhotoRecord,
  photo: PreparedPhoto,
  { method, ...job }: MapJob,
  advance: Advance,
): Promise<Attribution[]> {
  let attributions = (): Attribution[] => [];
  let done = 0;
  const targets = classes.map(({ index }) => index);
  for await (const partial of refineAll(classifier, photo, { method, targets, labels: classifier.labels })) {
    const share = partial.samples / partial.total;
    advance({ method, ...job }, share - done);
    done = share;
    attributions = partial.attributions;
  }
  advance({ method, ...job }, 1 - done);
  return attributions();
}

function recordOf(
  job: MapJob,
  attributions: readonly Attribution[],
): Omit<MapRecord, 'key' | 'drawn' | 'isMultiplied'> {
  const [first] = attributions as [Attribution];
  return {
    id: job.id,
    title: job.title,
    isSmoothed: job.isSmoothed,
    method: first.method,
    unit: first.unit,
    shape: [...first.shape],
    samples: first.samples,
    noise: first.noise ?? null,
    smoothing: first.smoothing ?? null,
    seed: first.seed ?? null,
    derivative: first.derivative,
    settings: job.settings,
    seconds: first.seconds,
    classes: attributions.map((each) => ({
      index: each.target.index,
      relativeStandardError: each.relativeStandardError,
      labelAgreement: each.labelAgreement,
      targetProbabilityUnderNoise: each.targetProbabilityUnderNoise,
      facts: { ...each.facts },
    })),
  };
}

/** Draws maps that are there in another way; undefined where their numbers are not. */
async function redrawn(
  run: GalleryRun,
  { item }: PhotoPlan,
  photo: PreparedPhoto,
  map: MapRecord,
): Promise<MadeMap | undefined> {
  const paths = map.classes.map((_, k) => `${photoFolder(item.id)}/${npzName(map, k)}`);
  if (!run.store.has(paths)) return undefined;
  const found: FoundMap[] = [];
  for (const path of paths) {
    const numbers = await run.store
      .read(path)
      .then((bytes) => readFoundMap(bytes, map))
      .catch(() => undefined);
    if (numbers === undefined) return undefined;
    found.push(numbers);
  }
  return draw(run, item, photo, { ...map, drawn: drawnKey(run, map.key) }, found, []);
}

async function draw(
  run: GalleryRun,
  { id, name: photoName }: PhotoItem,
  photo: PreparedPhoto,
  known: Omit<MapRecord, 'isMultiplied'>,
  found: readonly FoundMap[],
  written: readonly string[],
): Promise<MadeMap> {
  const forms = drawForms(found, photo, run.flags);
  const isMultiplied = forms.some(({ form }) => form !== 'difference' && form.timesImage);
  const record = { ...known, isMultiplied };
  const files = [...written];
  for (const { form, picture } of forms) {
    const provenance = mapProvenance(run, { photo: photoName, map: record, form });
    const pictures = [
      [tileName(record, form), await encodeTile(picture)],
      [pngName(record, form), encodePng(picture, { provenance, deflate })],
    ] as const;
    for (const [name, bytes] of pictures) {
      await run.store.write(`${photoFolder(id)}/${name}`, bytes);
      files.push(name);
    }
  }
  return { record, files };
}

/** In the place of a former map of that key. */
function withMap(record: PhotoRecord, map: MapRecord, files: readonly string[]): PhotoRecord {
  return {
    ...record,
    maps: [...record.maps.filter(({ key }) => key !== map.key), map],
    files: [...new Set([...record.files, ...files])],
  };
}
