import type { Aggregation } from './aggregation.ts';

/** The mean of signed maps: SmoothGrad as the paper defines it. */
export const mean: Aggregation = {
  name: 'mean',
  result: (statistics) => statistics.mean(),
  hasError: true,
  unit: (unit) => unit,
};
