import type { Estimate, Evaluation, Finding, Method, Problem, TargetEstimate } from './method.ts';

/** What is known of one map after one of its passes. Valid until the next one is asked for. */
export interface Step {
  /** The classifier's logits at the point, [classes]; known after the last pass at the latest. */
  readonly logits?: Float32Array | undefined;
  /** About the k-th target. Made when it is looked at. */
  finding(target: number): Finding;
}

/** A way to make one map in many passes. */
export interface Stepwise {
  /** How many steps there are for one map. */
  passes(problem: Problem): number;
  /** Yields after each pass: `passes` times, unless the problem's signal aborts. */
  run(problem: Problem, tensor: Float32Array): AsyncGenerator<Step, void>;
}

/** Methods that make one map in many passes: their estimates are those after each pass, the last of which is the result. */
export function stepwise({ passes, run }: Stepwise): Pick<Method, 'evaluate' | 'refine'> {
  return {
    async evaluate(problem, tensor): Promise<Evaluation> {
      let done = 0;
      let last: Step | undefined;
      for await (const step of run(problem, tensor)) {
        last = step;
        done++;
      }
      if (last?.logits === undefined || done < passes(problem)) throw new Error('stopped before the map was complete');
      const { logits } = last;
      return { logits, findings: problem.cotangents.map((_, k) => last!.finding(k)) };
    },
    async *refine(problem): AsyncGenerator<Estimate, void> {
      const total = passes(problem);
      let samples = 0;
      for await (const step of run(problem, problem.tensor)) {
        samples++;
        const logits = step.logits === undefined ? [] : [step.logits];
        yield { samples, total, logits, targets: problem.cotangents.map((_, k) => running(() => step.finding(k))) };
      }
    },
  };
}

function running(find: () => Finding): TargetEstimate {
  let found: Finding | undefined;
  const finding = () => {
    found ??= find();
    return found;
  };
  return {
    map: () => finding().map,
    standardError: () => undefined,
    relativeStandardError: () => null,
    facts: () => finding().facts ?? {},
    arrays: () => finding().arrays ?? {},
  };
}
