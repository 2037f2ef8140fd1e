import type { Attribution } from '@smoothgrad/attribution';
import { isDrawable } from '@smoothgrad/render';
import { fullName, percent } from '../words.ts';

/** The lines below a picture: class, score and method, and how far to trust it; of two classes, both. */
export function caption(attributions: readonly Attribution[]): string[] {
  const [first] = attributions;
  const scores = attributions.map(
    ({ target }) => `logit ${target.logit.toFixed(2)} (probability ${percent(target.probability)})`,
  );
  const lines = [titleOf(attributions), `${scores.join(' against ')}; ${describeMethod(first!)}`];
  const { labelAgreement, relativeStandardError, smoothing } = first!;
  if (labelAgreement === null) return lines;
  const error =
    smoothing?.standardError === 'none'
      ? ''
      : `relative standard error ${relativeStandardError?.toFixed(2) ?? 'not resolved'}; `;
  return [...lines, `${error}${percent(labelAgreement)} of the noisy copies keep the top class`];
}

/** `tabby`, `tabby against espresso`. */
export function titleOf(attributions: readonly Attribution[]): string {
  return attributions.map(({ target }) => drawnName(target)).join(' against ');
}

/** The picture's font has Latin letters only. */
function drawnName(target: Attribution['target']): string {
  return isDrawable(fullName(target)) ? fullName(target) : `class ${target.index}`;
}

function describeMethod({ method, samples, noise, smoothing }: Attribution): string {
  if (noise === undefined) return method;
  const sampling = smoothing === undefined || smoothing.sampling === 'iid' ? '' : `, ${smoothing.sampling} sampling`;
  const level = noise.level === null ? '' : `, noise ${Number((100 * noise.level).toPrecision(4))} %`;
  return `${method}, n = ${samples}${level}${sampling}`;
}
