import type { ExplainSession } from '../../session/openSession.ts';
import type { ExplainResult } from './explainSource.ts';

/** One result as the object that `--json` prints on a line. */
export function jsonReport(
  { classifier, model, versions }: ExplainSession,
  { source, attribution, outputs }: ExplainResult,
) {
  const { input, spec } = classifier;
  const { scores, target, predictions, noise } = attribution;
  return {
    photo: source.path,
    model,
    input: { name: input.name, shape: input.shape, layout: input.layout, channels: spec.channels },
    scores: { tensor: scores.tensor, kind: scores.kind },
    derivative: attribution.derivative,
    target,
    minus: attribution.minus ?? null,
    predictions: predictions.map(({ index, label, probability }) => ({ index, label, probability })),
    method: attribution.method,
    samples: attribution.samples,
    unit: attribution.unit.text,
    facts: attribution.facts,
    smoothing: attribution.smoothing ?? null,
    noise: noise ?? null,
    seed: attribution.seed ?? null,
    relativeStandardError: attribution.relativeStandardError,
    labelAgreement: attribution.labelAgreement,
    targetProbabilityUnderNoise: attribution.targetProbabilityUnderNoise,
    seconds: attribution.seconds,
    outputs,
    versions,
  };
}
