import { basename } from 'node:path';
import { describePreprocessing } from '@smoothgrad/image';
import type { Form } from '../site/fileNames.ts';
import type { MapRecord } from '../site/record.ts';
import type { GalleryRun } from './photoPlan.ts';

/** How the maps of a gallery were made, or one picture of them. File names come without their folders: pictures travel. */
export function mapProvenance(
  { session, flags }: GalleryRun,
  picture?: { readonly photo: string; readonly map: Omit<MapRecord, 'key' | 'drawn'>; readonly form: Form },
) {
  const { classifier, model, versions } = session;
  const { scores, preprocessing, derivative } = classifier;
  const { colormap, signed, positive, reduce, percentile } = flags;
  const about = {
    model: { file: basename(model.file), sha256: model.sha256 },
    preprocessing: describePreprocessing(preprocessing),
    scores: { tensor: scores.tensor, kind: scores.kind },
    derivative,
    versions,
    picture: { colormap, signed, positive, reduce, percentile },
  };
  if (picture === undefined) return about;
  const { photo, map, form } = picture;
  const { method, settings, samples, noise, smoothing, seed, classes } = map;
  const shown = form === 'difference' ? classes : [classes[form.class]!];
  return {
    ...about,
    photo,
    method,
    settings,
    samples,
    noise,
    smoothing,
    seed,
    classes: shown,
    picture: {
      ...about.picture,
      shows: form === 'difference' ? 'discriminativity' : 'map',
      timesImage: form !== 'difference' && form.timesImage,
    },
  };
}
