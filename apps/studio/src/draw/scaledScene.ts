import type { Attribution } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import { discriminativity, type ScaledMap } from '@smoothgrad/render';
import { drawnOf, limitOf, scaledMap, type Visual } from './drawnValues.ts';

/** One map, or two that are compared. */
export interface Shown {
  readonly attributions: readonly Attribution[];
}

export const isDifference = ({ attributions }: Shown): boolean => attributions.length === 2;

/** A map on its scale; of two classes the difference of their scaled absolute maps (figure 6 of the paper). */
export function scaledOf(
  { attributions, photo, visual }: Shown & { readonly photo: PreparedPhoto; readonly visual: Visual },
  limit?: number,
): ScaledMap {
  const [first, second] = attributions;
  if (second === undefined) return scaledMap(first!, photo, visual, limit);
  const absolute: Visual = { ...visual, sign: 'absolute' };
  return discriminativity(scaledMap(first!, photo, absolute), scaledMap(second, photo, absolute));
}

/** What maps have a scale in common: those of one unit. Differences run from −1 to 1 by themselves. */
export function unitOf({ attributions }: Shown, photo: PreparedPhoto, visual: Visual): string {
  return drawnOf(attributions[0]!, photo, visual).unit;
}

/** The common limit of each map's kind. */
export function sharedLimitOf(maps: readonly Shown[], photo: PreparedPhoto, visual: Visual) {
  const single = maps.filter((map) => !isDifference(map));
  const limits = new Map<string, number>();
  for (const map of single) {
    const unit = unitOf(map, photo, visual);
    limits.set(unit, Math.max(limits.get(unit) ?? 0, limitOf(map.attributions[0]!, photo, visual)));
  }
  return (map: Shown): number | undefined => (isDifference(map) ? undefined : limits.get(unitOf(map, photo, visual)));
}
