import type { MapUnit } from '../../methods/unit.ts';
import type { Welford } from '../../statistics/welford.ts';

/** What becomes of the maps of all samples. A value: `mean`, `squared`. */
export interface Aggregation {
  readonly name: string;
  /** What is averaged, made of a map; undefined: the map itself. */
  transform?(map: Float32Array): Float32Array;
  /** The statistic. */
  result(statistics: Welford): Float32Array;
  /** Whether the standard error of what is averaged is that of the statistic. */
  readonly hasError: boolean;
  /** What the numbers of the statistic are, given what those of the maps are. */
  unit(unit: MapUnit): MapUnit;
}

/** The square of a unit. @throws RangeError it is a square already */
export function squaredUnit({ text, order }: MapUnit): MapUnit {
  if (order > 1) throw new RangeError('maps of squares are not squared again');
  return { text: `(${text})²`, order: (2 * order) as 0 | 2 };
}
