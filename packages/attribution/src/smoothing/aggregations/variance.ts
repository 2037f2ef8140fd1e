import { type Aggregation, squaredUnit } from './aggregation.ts';

/** The unbiased variance of the maps: VarGrad (Adebayo et al. 2018). Where the gradient changes, not where it is large. */
export const variance: Aggregation = {
  name: 'variance',
  result: (statistics) => statistics.variance(),
  hasError: false,
  unit: squaredUnit,
};
