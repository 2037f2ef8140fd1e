import type { Problem } from './method.ts';

/** What is the same for all noisy copies of a problem, made when it is first asked for. */
export function oncePerProblem<T>(make: (problem: Problem) => T): (problem: Problem) => T {
  const made = new WeakMap<Problem, { readonly value: T }>();
  return (problem) => {
    const known = made.get(problem) ?? { value: make(problem) };
    made.set(problem, known);
    return known.value;
  };
}
