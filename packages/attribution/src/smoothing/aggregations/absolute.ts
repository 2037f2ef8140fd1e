import type { Aggregation } from './aggregation.ts';

/** The mean of |maps|: what Captum's NoiseTunnel makes of its Saliency. Noise does not cancel in it: it stays as a veil. */
export const absolute: Aggregation = {
  name: 'absolute',
  transform: (map) => map.map(Math.abs),
  result: (statistics) => statistics.mean(),
  hasError: true,
  unit: ({ text, order }) => ({ text: `|${text}|`, order }),
};
