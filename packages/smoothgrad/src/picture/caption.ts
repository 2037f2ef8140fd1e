import { type Attribution, labelOf } from '@smoothgrad/attribution';
import { describeError } from '../progress.ts';

/** The lines below a picture: target, score, method and how far to trust it. */
export function caption(attribution: Attribution): string[] {
  const { target, scores, method, noise, samples } = attribution;
  const label = labelOf(target.index, attribution.labels);
  return [];
}
