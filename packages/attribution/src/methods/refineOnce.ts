import type { Estimate, Method, Problem } from './method.ts';

/** The estimates of a method that does not average: one, at the clean point. */
export async function* refineOnce(method: Method, problem: Problem): AsyncGenerator<Estimate, void> {
  if (problem.signal?.aborted) return;
  const { map, logits } = await method.evaluate(problem, problem.tensor);
  yield {
    samples: 1,
    total: 1,
    map: () => map,
    standardError: () => undefined,
    relativeStandardError: () => null,
    logits: [logits],
  };
}
