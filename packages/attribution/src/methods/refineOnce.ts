import type { Estimate, Finding, Method, Problem, TargetEstimate } from './method.ts';

/** The estimates of a method that does not average: one, at the clean point. */
export async function* refineOnce(method: Method, problem: Problem): AsyncGenerator<Estimate, void> {
  if (problem.signal?.aborted) return;
  const { findings, logits } = await method.evaluate(problem, problem.tensor);
  yield { samples: 1, total: 1, logits: [logits], targets: findings.map((finding) => known(method, finding)) };
}

/** A finding as it is. */
export function known({ finish }: Method, { map, facts, arrays }: Finding): TargetEstimate {
  return {
    map: () => finish?.(map) ?? map,
    standardError: () => undefined,
    relativeStandardError: () => null,
    facts: () => facts ?? {},
    arrays: () => arrays ?? {},
  };
}
