import { type Prediction, predict, probabilities, topPredictions } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import { photoTile } from '../site/fileNames.ts';
import type { PhotoRecord } from '../site/record.ts';
import { photoFolder } from '../site/store.ts';
import { encodeTile } from './encodeTile.ts';
import { classesKey } from './keys.ts';
import type { GalleryRun, PhotoPlan } from './photoPlan.ts';
import { mapProvenance } from './provenance.ts';

const TOP = 5;

/** What the network says about a photo; maps that are known stay. */
export async function describePhoto(
  run: GalleryRun,
  { item, key, sha256, found, files }: PhotoPlan,
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
    classesKey: classesKey(run, item),
    photo: item.name,
    sha256,
    width: photo.image.width,
    height: photo.image.height,
    predictions,
    label,
    classes: explainedClasses(predictions, label, run.flags.discriminativity),
    maps: found?.maps ?? [],
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
