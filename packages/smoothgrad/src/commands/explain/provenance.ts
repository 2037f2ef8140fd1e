import { basename } from 'node:path';
import type { Attribution } from '@smoothgrad/attribution';
import { describePreprocessing } from '@smoothgrad/image';
import type { ExplainSession } from '../../session/openSession.ts';
import type { Source } from '../../session/subject.ts';
import type { ExplainFlags } from './flags.ts';

/** How a picture was made, to be kept inside it. File names come without their folders: pictures travel. */
export function provenance(
  session: ExplainSession,
  { kind, path }: Source,
  flags: ExplainFlags,
  attribution: Attribution,
) {
  const { classifier, model } = session;
  const { target, scores, method, noise, samples, seed, relativeStandardError, labelAgreement } = attribution;
  const { layout, colormap, signed, positive, timesImage, reduce, percentile, scale } = flags;
  return {
    model: { file: basename(model.file), sha256: model.sha256 },
    [kind]: basename(path),
    ...(kind === 'photo' && { preprocessing: describePreprocessing(classifier.preprocessing) }),
    scores: { tensor: scores.tensor, kind: scores.kind },
    derivative: attribution.derivative,
    target,
    minus: attribution.minus,
    method,
    facts: attribution.facts,
    smoothing: attribution.smoothing,
    samples,
    noise,
    seed,
    relativeStandardError,
    labelAgreement,
    picture: { layout, colormap, signed, positive, timesImage, reduce, percentile, scale },
    versions: session.versions,
  };
}
