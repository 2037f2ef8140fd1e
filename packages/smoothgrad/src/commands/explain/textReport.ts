import type { Attribution, Prediction } from '@smoothgrad/attribution';
import { createColors } from 'picocolors';
import { printable } from '../../errors.ts';
import {
  describeError,
  describeFacts,
  describeMethod,
  describeStop,
  nameOf,
  percent,
  STRAIGHT_THROUGH,
} from '../../report/words.ts';
import type { ExplainResult } from './explainSource.ts';

/** One result for people: lines of a name and a text. */
export function textReport({ source, attribution, target, outputs }: ExplainResult, isColoured: boolean): string {
  const colours = createColors(isColoured);
  const rows: [string, string][] = [
    ...attribution.predictions.map((prediction, i): [string, string] => [
      i === 0 ? 'top 5' : '',
      describePrediction(prediction),
    ]),
    ['target', describeTarget(target, attribution)],
    ['score', describeScore(attribution)],
    ['method', describeSettings(attribution)],
    ...describeFacts(attribution).map((text, i): [string, string] => [i === 0 ? 'facts' : '', text]),
    ...describeDerivative(attribution),
    ...describeNoise(attribution).map((text, i): [string, string] => [i === 0 ? 'noise' : '', text]),
    ...outputs.map((path, i): [string, string] => [i === 0 ? 'picture' : 'numbers', colours.bold(printable(path))]),
    ['time', `${attribution.seconds.toFixed(1)} s, ${(performance.now() / 1000).toFixed(1)} s since the start`],
  ];
  const lines = rows.map(([name, text]) => `  ${colours.dim(name.padEnd(8))} ${text}\n`);
  return `${colours.bold(printable(source.path))}\n${lines.join('')}`;
}

function describePrediction(prediction: Prediction): string {
  return `${percent(prediction.probability).padStart(7)}  ${nameOf(prediction)} (${prediction.index})`;
}

function describeTarget({ index, isAsked, minus }: ExplainResult['target'], { target }: Attribution): string {
  const rather = minus === undefined ? '' : `, rather than ${nameOf(minus)} (${minus.index})`;
  return `${nameOf(target)} (${index}), ${isAsked ? 'as asked for' : 'the top class'}${rather}`;
}

function describeScore({ scores, target }: Attribution): string {
  const value =
    scores.kind === 'logit' ? `logit ${target.logit.toFixed(2)}` : `probability ${percent(target.probability)}`;
  const guess = scores.assumed ? `; ${scores.activation} assumed for probabilities` : '';
  return `${value}, from the tensor '${printable(scores.tensor)}'${guess}`;
}

function describeDerivative({ derivative }: Attribution): [string, string][] {
  return derivative === 'exact' ? [] : [['gradient', STRAIGHT_THROUGH]];
}

function describeSettings(attribution: Attribution): string {
  const { noise, seed } = attribution;
  if (noise?.sigma === undefined || noise.sigma === null) return describeMethod(attribution);
  const space = noise.space === 'pixel' ? 'pixels in 0..1' : 'the prepared input';
  return `${describeMethod(attribution)} (σ = ${noise.sigma.toPrecision(3)} of ${space}), seed ${seed}`;
}

function describeNoise(attribution: Attribution): string[] {
  const { relativeStandardError, labelAgreement, targetProbabilityUnderNoise, target, smoothing } = attribution;
  if (labelAgreement === null || targetProbabilityUnderNoise === null) return [];
  const bound = smoothing?.standardError === 'upper bound' ? ' at most' : '';
  const error = [
    `${describeError(relativeStandardError)}: the map of infinitely many samples is that far away${bound}, as a share of its size`,
    describeStop(attribution) ?? 'four times the samples (-n) halve it',
  ];
  return [
    ...(smoothing?.standardError === 'none' ? [] : error),
    `${percent(labelAgreement)} of the noisy copies keep the top class`,
    `probability of the target ${percent(target.probability)} on the photo, ${percent(targetProbabilityUnderNoise)} under noise`,
  ];
}
