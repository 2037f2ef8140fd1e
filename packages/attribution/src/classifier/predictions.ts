import type { Activation } from './activation.ts';

export interface Prediction {
  readonly index: number;
  readonly label: string | null;
  readonly logit: number;
  readonly probability: number;
}

/** Softmax or sigmoid of logits, in float64. */
export function probabilities(logits: Float32Array, activation: Activation): Float64Array {
  if (activation === 'sigmoid') return Float64Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
  const highest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = Float64Array.from(logits, (logit) => Math.exp(logit - highest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

/** Index of the highest score; the first of equals. */
export function topClass(logits: Float32Array): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i;
  return best;
}

/** One class's scores, with its label where labels are known. */
export function predictionOf(
  index: number,
  logits: Float32Array,
  activation: Activation,
  labels?: readonly string[],
): Prediction {
  return {
    index,
    label: labels?.[index] ?? null,
    logit: logits[index]!,
    probability: probabilities(logits, activation)[index]!,
  };
}

/** The `count` highest classes, best first. */
export function topPredictions(
  logits: Float32Array,
  activation: Activation,
  count: number,
  labels?: readonly string[],
): Prediction[] {
  const p = probabilities(logits, activation);
  const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  return order
    .slice(0, count)
    .map((index) => ({ index, label: labels?.[index] ?? null, logit: logits[index]!, probability: p[index]! }));
}
