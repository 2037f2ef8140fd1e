import { type Aggregation, squaredUnit } from './aggregation.ts';

/** The mean of squared maps: SmoothGrad-Squared (Hooker et al. 2019), which PAIR's code calls SmoothGrad since July 2017. Has no sign. */
export const squared: Aggregation = {
  name: 'squared',
  transform: (map) => map.map((value) => value * value),
  result: (statistics) => statistics.mean(),
  hasError: true,
  unit: squaredUnit,
};
