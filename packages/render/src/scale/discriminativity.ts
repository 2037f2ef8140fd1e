import { RenderError } from '../errors.ts';
import type { ScaledMap } from './scaleMap.ts';

/**
 * Section 3.3 of the paper: scale(M₁) − scale(M₂), where both are absolute maps scaled to [0,1]. Positive (red) where the first class
 * is the more sensitive one, negative (blue) where the second is; grey where both are alike.
 *
 * @returns a signed map in [−1,1] @throws RenderError the maps are not absolute ones of one size
 */
export function discriminativity(first: ScaledMap, second: ScaledMap): ScaledMap {
  const fits = first.width === second.width && first.height === second.height;
  if (!fits || first.sign !== 'absolute' || second.sign !== 'absolute') {
    throw new RenderError(
      'A discriminativity map is made of two absolute maps of one size. Scale both with the sign absolute.',
    );
  }
  return { ...first, sign: 'signed', data: first.data.map((value, i) => value - second.data[i]!), limit: 1 };
}
