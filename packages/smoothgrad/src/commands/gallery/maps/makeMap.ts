import { type Attribution, refineAll } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import { encodePng } from '@smoothgrad/render';
import { deflate } from '../../../picture/deflate.ts';
import { npzName, pngName, tileName } from '../site/fileNames.ts';
import type { MapRecord, PhotoRecord } from '../site/record.ts';
import { photoFolder } from '../site/store.ts';
import type { MapJob } from './columns.ts';
import { drawForms } from './drawForms.ts';
import { encodeTile } from './encodeTile.ts';
import { type FoundMap, foundMap, npzOf, readFoundMap } from './foundMap.ts';
import { drawnKey, mapKey } from './keys.ts';
import type { GalleryRun, PhotoItem } from './photoPlan.ts';
import { mapProvenance } from './provenance.ts';

/** A photo whose classes are known. */
export interface MapSubject {
  readonly item: PhotoItem;
  readonly record: PhotoRecord;
  readonly photo: PreparedPhoto;
}

/** A method's maps of all classes of a photo, written. */
export interface MadeMap {
  readonly map: MapRecord;
  /** Their names beside the photo's record. */
  readonly files: readonly string[];
}

/** Computes, draws and writes maps. @param advance told of each share of the work that is done */
export async function computeMap(
  run: GalleryRun,
  subject: MapSubject,
  job: MapJob,
  advance: (share: number) => void,
): Promise<MadeMap> {
  const { item, record, photo } = subject;
  const attributions = await attributionsOf(run, subject, job, advance);
  const found = attributions.map((attribution) => foundMap(attribution, photo.spec));
  const key = mapKey(run, record, job);
  const known = { ...recordOf(job, attributions), key, drawn: drawnKey(run, key) };
  const names = run.flags.npz ? found.map((_, k) => npzName(known, k)) : [];
  for (const [k, name] of names.entries()) {
    const bytes = npzOf(found[k]!, attributions[k]!, run.flags.withError === true);
    await run.store.write(`${photoFolder(item.id)}/${name}`, bytes);
  }
  const drawn = await draw(run, subject, known, found);
  return { ...drawn, files: [...names, ...drawn.files] };
}

/** Draws maps that are there in another way; undefined where their numbers are not. */
export async function redrawMap(run: GalleryRun, subject: MapSubject, map: MapRecord): Promise<MadeMap | undefined> {
  const found: FoundMap[] = [];
  for (const k of map.classes.keys()) {
    const numbers = await run.store
      .read(`${photoFolder(subject.item.id)}/${npzName(map, k)}`)
      .then((bytes) => readFoundMap(bytes, map))
      .catch(() => undefined);
    if (numbers === undefined) return undefined;
    found.push(numbers);
  }
  return draw(run, subject, { ...map, drawn: drawnKey(run, map.key) }, found);
}

async function attributionsOf(
  { session: { classifier } }: GalleryRun,
  { record, photo }: MapSubject,
  { method }: MapJob,
  advance: (share: number) => void,
): Promise<Attribution[]> {
  let attributions = (): Attribution[] => [];
  let done = 0;
  const targets = record.classes.map(({ index }) => index);
  for await (const partial of refineAll(classifier, photo, { method, targets, labels: classifier.labels })) {
    const share = partial.samples / partial.total;
    advance(share - done);
    done = share;
    attributions = partial.attributions;
  }
  // Adaptive sampling ends before the most samples it may take.
  advance(1 - done);
  return attributions();
}

function recordOf(
  { id, title, isSmoothed, settings }: MapJob,
  attributions: readonly Attribution[],
): Omit<MapRecord, 'key' | 'drawn' | 'isMultiplied'> {
  const [first] = attributions as [Attribution];
  return {
    id,
    title,
    isSmoothed,
    settings,
    method: first.method,
    unit: first.unit,
    shape: [...first.shape],
    samples: first.samples,
    noise: first.noise === undefined ? null : { ...first.noise },
    smoothing: first.smoothing ?? null,
    seed: first.seed ?? null,
    derivative: first.derivative,
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

async function draw(
  run: GalleryRun,
  { item, photo }: MapSubject,
  known: Omit<MapRecord, 'isMultiplied'>,
  found: readonly FoundMap[],
): Promise<MadeMap> {
  const forms = drawForms(found, photo, run.flags);
  const map = { ...known, isMultiplied: forms.some(({ form }) => form !== 'difference' && form.timesImage) };
  const files: string[] = [];
  for (const { form, picture } of forms) {
    const provenance = mapProvenance(run, { photo: item.name, map, form });
    const pictures = [
      [tileName(map, form), await encodeTile(picture)],
      [pngName(map, form), encodePng(picture, { provenance, deflate })],
    ] as const;
    for (const [name, bytes] of pictures) {
      await run.store.write(`${photoFolder(item.id)}/${name}`, bytes);
      files.push(name);
    }
  }
  return { map, files };
}
