import { deepLiftRecipe } from '../classifier/deepLiftRecipe.ts';
import { BASELINE, BASELINE_LOGITS } from '../classifier/explainerNames.ts';
import { scoreOf } from '../classifier/scoreOf.ts';
import { type Baseline, baselineTensor, defaultBaseline, describeBaseline } from './baselines.ts';
import { completeness } from './completeness.ts';
import type { Method } from './method.ts';
import { oncePerProblem } from './oncePerProblem.ts';
import { refineOnce } from './refineOnce.ts';
import { share } from './unit.ts';

export interface DeepLiftOptions {
  /** What x′ is. Default `black`; without a photo only `zero` and a prepared tensor. */
  readonly baseline?: Baseline | undefined;
  /** Of the baseline `noise`. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * A(x) = m·(x − x′), with the multipliers m = ΔS/Δx of DeepLIFT's rescale rule (Shrikumar, Greenside and Kundaje 2017): at activations
 * the quotient of the differences between photo and baseline takes the place of the derivative.
 *
 * Its numbers: shares of S(x) − S(x′), to which they add up; what is missing is the `gap` of the result, here rounding alone. They
 * depend on the baseline: what has its colour gets no share. Two networks that compute the same function may have other shares, which
 * integrated gradients do not. Networks with attention, gates or normalisation by the image's own statistics have no rescale rule and
 * are refused. Smoothed, x is noisy, the baseline stays clean, and the factor (x + ε − x′) is inside the mean.
 *
 * @throws MethodMismatchError and BaselineError, when it runs
 * @example deepLift({ baseline: 'blurred' })
 */
export function deepLift({ baseline = defaultBaseline, seed = 0 }: DeepLiftOptions = {}): Method {
  const startOf = oncePerProblem((problem) => ({
    tensor: baselineTensor(baseline, problem, seed),
    description: describeBaseline(baseline, problem, seed),
  }));
  const method: Method = {
    name: 'deeplift',
    unit: share,
    recipes: (targets) => [deepLiftRecipe(targets)],
    async evaluate(problem, tensor) {
      const { classifier, cotangents } = problem;
      const { tensor: start, description } = startOf(problem);
      const program = await classifier.program(deepLiftRecipe(cotangents.length));
      const feeds = { [BASELINE]: { type: 'float32', shape: classifier.input.shape, data: start } } as const;
      const { logits, gradients, outputs } = await program.run(tensor, cotangents, feeds);
      const from = outputs[BASELINE_LOGITS]!.data as Float32Array;
      const findings = gradients.map((multipliers, k) => {
        const shares = Float64Array.from(multipliers, (m, i) => m * (tensor[i]! - start[i]!));
        const ends = [logits, from].map((each) => scoreOf(classifier.scores, each, cotangents[k]!));
        const facts = { baseline: description, ...completeness(shares, ends[0]! - ends[1]!) };
        return { map: Float32Array.from(shares), facts };
      });
      return { logits, findings };
    },
    refine: (problem) => refineOnce(method, problem),
  };
  return method;
}
