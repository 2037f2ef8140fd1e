import type { Classifier } from './classifier.ts';
import { probabilities } from './predictions.ts';

/** Σ cotangent·scores, the score that is explained, from logits: of the logits themselves, or of the probabilities made of them. */
export function scoreOf(
  { kind, activation }: Pick<Classifier['scores'], 'kind' | 'activation'>,
  logits: Float32Array,
  cotangent: Float32Array,
): number {
  const scores = kind === 'logit' ? logits : probabilities(logits, activation);
  let sum = 0;
  for (let c = 0; c < cotangent.length; c++) if (cotangent[c] !== 0) sum += cotangent[c]! * scores[c]!;
  return sum;
}
