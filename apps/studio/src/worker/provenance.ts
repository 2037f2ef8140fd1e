import type { Attribution } from '@smoothgrad/attribution';
import type { Visual } from '../draw/drawnValues.ts';
import { type Arrangement, reductionFor } from '../settings.ts';
import type { ExportContext } from './exports.ts';

/** How a picture was made, kept inside it under the names the command line gives them. */
export function provenance(
  attributions: readonly Attribution[],
  { visual, layout }: { readonly visual: Visual; readonly layout: Arrangement },
  { report, engine, photo }: ExportContext,
) {
  const [first, second] = attributions;
  const { target, scores, method, noise, samples, seed, relativeStandardError, labelAgreement } = first!;
  const { reduction, percentile, timesImage, colormap } = visual;
  // Differences are of absolute maps.
  const sign = second === undefined ? visual.sign : 'absolute';
  return {
    model: { file: report.name, sha256: report.sha256 },
    photo: photo.name,
    preprocessing: report.preprocessing,
    scores: { tensor: scores.tensor, kind: scores.kind },
    derivative: first!.derivative,
    target,
    comparedWith: second?.target,
    method,
    facts: first!.facts,
    smoothing: first!.smoothing,
    samples,
    noise,
    seed,
    relativeStandardError,
    labelAgreement,
    picture: {
      layout,
      colormap: colormap === '' ? undefined : colormap,
      signed: sign === 'signed' || undefined,
      positive: sign === 'positive' || undefined,
      timesImage: timesImage || undefined,
      reduce: reductionFor(sign, reduction),
      percentile,
    },
    versions: { studio: STUDIO_VERSION, engine },
  };
}
