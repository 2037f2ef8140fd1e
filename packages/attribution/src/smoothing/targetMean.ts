import type { Fact, Facts } from '../classifier/recipe.ts';
import type { Finding, Method, NamedArrays, TargetEstimate } from '../methods/method.ts';
import { createWelford, type Welford } from '../statistics/welford.ts';

/** The running mean of what a method finds about one target. */
export interface TargetMean extends TargetEstimate {
  add(finding: Finding): void;
}

/** @param first tells the sizes; it is not taken in */
export function createTargetMean(first: Finding, { finish }: Pick<Method, 'finish'>): TargetMean {
  const maps = createWelford(first.map.length);
  const arrays = new Map<string, Welford>();
  let facts: Facts = {};
  return {
    add(finding) {
      maps.add(finding.map);
      facts = meanOfFacts(facts, finding.facts ?? {}, maps.count);
      for (const [name, { data }] of Object.entries(finding.arrays ?? {})) {
        const mean = arrays.get(name) ?? createWelford(data.length);
        arrays.set(name, mean);
        mean.add(data);
      }
    },
    map: () => finish?.(maps.mean()) ?? maps.mean(),
    standardError: () => maps.standardError(),
    relativeStandardError: () => maps.relativeStandardError(),
    facts: () => facts,
    arrays: () => meanArrays(first.arrays ?? {}, arrays),
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
