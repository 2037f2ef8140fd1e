import type { Attribution } from '@smoothgrad/attribution';
import { isDrawable } from '@smoothgrad/render';
import { describeError, describeMethod, nameOf, percent } from '../report/words.ts';

/** The lines below a picture: target, score and method, and how far to trust it. */
export function caption(attribution: Attribution): string[] {
  const { target, minus, scores, labelAgreement, relativeStandardError, smoothing } = attribution;
  const probability = `probability ${percent(target.probability)}`;
  const logit = `logit ${target.logit.toFixed(2)}`;
  const score = scores.kind === 'logit' ? `${logit} (${probability})` : `${probability} (${logit})`;
  const title = minus === undefined ? drawnName(target) : `${drawnName(target)} − ${drawnName(minus)}`;
  const lines = [title, `${score}; ${describeMethod(attribution)}`];
  if (labelAgreement === null) return lines;
  const error = smoothing?.standardError === 'none' ? '' : `${describeError(relativeStandardError)}; `;
  return [...lines, `${error}${percent(labelAgreement)} of the noisy copies keep the top class`];
}

/** The picture's font has Latin letters only. */
function drawnName(target: Attribution['target']): string {
  return isDrawable(nameOf(target)) ? nameOf(target) : `class ${target.index}`;
}
