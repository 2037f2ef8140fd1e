import type { PhotoRecord } from '../site/record.ts';
import type { MapJob } from './columns.ts';
import { digest } from './digest.ts';
import type { GalleryRun, PhotoItem } from './photoPlan.ts';

/** What has a say in all maps of a photo: the photo, and what the network makes of it. */
export function photoKey({ session: { classifier, model, versions }, weights }: GalleryRun, sha256: string): string {
  const { preprocessing, spec, scores } = classifier;
  return digest({
    photo: sha256,
    model: [model.sha256, ...weights],
    preprocessing: [preprocessing, spec],
    scores: [scores.tensor, scores.kind],
    // A patch of Node.js computes what the last one did.
    versions: { ...versions, node: versions.node?.split('.')[0] },
  });
}

/** What has a say in which classes are explained, and in their names. */
export function classesKey({ session, flags }: GalleryRun, { truth }: PhotoItem): string {
  const { labels } = session.classifier;
  return digest({ label: truth?.label, discriminativity: flags.discriminativity, labels });
}

/** What has a say in the numbers of a map. */
export function mapKey(
  { flags }: GalleryRun,
  { key, classes }: Pick<PhotoRecord, 'key' | 'classes'>,
  job: MapJob,
): string {
  const error = flags.npz && flags.withError === true;
  return digest({ photo: key, classes: classes.map(({ index }) => index), settings: job.settings, error });
}

/** What has a say in the pictures of a map: it may be there and only have to be drawn in another way. */
export function drawnKey({ flags }: GalleryRun, key: string): string {
  const { colormap, signed, positive, reduce, percentile } = flags;
  return digest({ key, colormap, signed, positive, reduce, percentile });
}
