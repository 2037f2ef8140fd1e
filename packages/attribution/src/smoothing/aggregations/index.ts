import { absolute } from './absolute.ts';
import type { Aggregation } from './aggregation.ts';
import { mean } from './mean.ts';
import { squared } from './squared.ts';
import { variance } from './variance.ts';

/** Every statistic by its name. Add one: a file beside this one and a line here. */
export const aggregations = { mean, squared, variance, absolute } as const satisfies Record<string, Aggregation>;
export type AggregationName = keyof typeof aggregations;
