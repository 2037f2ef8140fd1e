import type { Fact, Facts } from '../classifier/recipe.ts';
import type { Finding, Method, NamedArrays, TargetEstimate } from '../methods/method.ts';
import { createWelford, type Welford } from '../statistics/welford.ts';
import type { Aggregation } from './aggregations/aggregation.ts';

/** A running statistic of what a method finds about one target. */
export interface TargetStatistic extends TargetEstimate {
  add(finding: Finding): void;
}

export interface StatisticOptions {
  readonly finish?: Method['finish'] | undefined;
  readonly aggregation: Aggregation;
  /** So many findings in a row are averaged first, and count as one. */
  readonly group: number;
}

/** @param first tells the sizes; it is not taken in */
export function createTargetStatistic(
  first: Finding,
  { finish, aggregation, group }: StatisticOptions,
): TargetStatistic {
  const maps = createWelford(first.map.length);
  const inGroup = groupMeans(group);
  const arrays = new Map<string, Welford>();
  let facts: Facts = {};
  let count = 0;
  return {
    add(finding) {
      count += 1;
      const map = inGroup(aggregation.transform?.(finding.map) ?? finding.map);
      if (map !== undefined) maps.add(map);
      facts = meanOfFacts(facts, finding.facts ?? {}, count);
      for (const [name, { data }] of Object.entries(finding.arrays ?? {})) {
        const mean = arrays.get(name) ?? createWelford(data.length);
        arrays.set(name, mean);
        mean.add(data);
      }
    },
    map: () => finish?.(aggregation.result(maps)) ?? aggregation.result(maps),
    standardError: () => (aggregation.hasError ? maps.standardError() : undefined),
    relativeStandardError: () => (aggregation.hasError ? maps.relativeStandardError() : null),
    facts: () => facts,
    arrays: () => meanArrays(first.arrays ?? {}, arrays),
  };
}

/** Of each full group the mean, and nothing in between. */
function groupMeans(size: number): (map: Float32Array) => Float32Array | Float64Array | undefined {
  if (size === 1) return (map) => map;
  let sum: Float64Array | undefined;
  let held = 0;
  return (map) => {
    sum ??= new Float64Array(map.length);
    for (let i = 0; i < map.length; i++) sum[i]! += map[i]! / size;
    held += 1;
    if (held < size) return undefined;
    const full = sum;
    [sum, held] = [undefined, 0];
    return full;
  };
}

function meanArrays(first: NamedArrays, means: ReadonlyMap<string, Welford>): NamedArrays {
  const entries = Object.entries(first).map(([name, { shape }]) => [name, { shape, data: means.get(name)!.mean() }]);
  return Object.fromEntries(entries) as NamedArrays;
}

/** Numbers become the mean of n; what else there is stays as it was first said. */
function meanOfFacts(mean: Facts, next: Facts, n: number): Facts {
  const entries = Object.entries(next).map(([name, value]): [string, Fact] => {
    const before = mean[name];
    if (before === undefined) return [name, value];
    if (typeof before !== 'number' || typeof value !== 'number') return [name, before];
    return [name, before + (value - before) / n];
  });
  return Object.fromEntries(entries);
}
