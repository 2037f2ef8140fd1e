import type { Attribution } from '@smoothgrad/attribution';
import { isDrawable } from '@smoothgrad/render';
import { describeError, describeMethod, nameOf, percent } from '../report/words.ts';

/** The lines below a picture: target, score and method, and how far to trust it. */
export function caption(attribution: Attribution): string[] {
  const { target, scores, labelAgreement, relativeStandardError } = attribution;
  const probability = `probability ${percent(target.probability)}`;
  const logit = `logit ${target.logit.toFixed(2)}`;
  const score = scores.kind === 'logit' ? `${logit} (${probability})` : `${probability} (${logit})`;
  const lines = [drawnName(target), `${score}; ${describeMethod(attribution)}`];
  if (labelAgreement === null) return lines;
  return [
    ...lines,
    `${describeError(relativeStandardError)}; ${percent(labelAgreement)} of the noisy copies keep the top class`,
  ];
}

/** The picture's font has Latin letters only. */
function drawnName(target: Attribution['target']): string {
  return isDrawable(nameOf(target)) ? nameOf(target) : `class ${target.index}`;
}
