import { basename } from 'node:path';
import type { Figure } from '@smoothgrad/figures';
import { describePreprocessing } from '@smoothgrad/image';
import type { ExplainSession } from '../../session/openSession.ts';
import type { FigureFlags } from './command.ts';

/** How a figure was made, to be kept inside it. File names come without their folders. */
export function figureProvenance(
  { name }: Figure,
  { classifier, model, versions }: ExplainSession,
  photos: readonly string[],
  flags: FigureFlags,
) {
  const { samples, noise, seed, levels, sizes, steps, pixel, denominator, reference, target } = flags;
  const { timesImage, signed, positive, reduce, percentile, scale, colormap } = flags;
  return {
    figure: name,
    model: { file: basename(model.file), sha256: model.sha256 },
    photos: photos.map((path) => basename(path)),
    preprocessing: describePreprocessing(classifier.preprocessing),
    scores: { tensor: classifier.scores.tensor, kind: classifier.scores.kind },
    derivative: classifier.derivative,
    options: { target, samples, noise, seed, levels, sizes, steps, pixel, denominator, reference },
    picture: { timesImage, signed, positive, reduce, percentile, scale, colormap },
    versions,
  };
}
