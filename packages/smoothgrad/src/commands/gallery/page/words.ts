import { nameOf, percent } from '../../../report/words.ts';
import type { Entry } from '../site/entries.ts';
import type { ClassRecord } from '../site/record.ts';

/** The first synonym of a class's label. */
export function shortName(found: Pick<ClassRecord, 'index' | 'label'>): string {
  return nameOf(found).split(',')[0]!;
}

/** `racket, 69.6 %` */
export const withProbability = (found: ClassRecord): string => `${shortName(found)}, ${percent(found.probability)}`;

/** What the k-th explained class is to the photo. */
export function roleOf({ record: { classes, label } }: Entry, k: number): string {
  const { index } = classes[k]!;
  if (k === 0) return label?.index === index ? 'prediction and label' : 'prediction';
  return label?.index === index ? 'label' : 'second class';
}

/** What the colours of a difference mean. */
export const DIFFERENCE_LEGEND =
  'Red: the first class is the more sensitive one there; blue: the second; grey: both alike. Each map is scaled to [0, 1] first, and both come from the same noisy copies.';
