import type { Classifier } from '../classifier/classifier.ts';
import { gradientRecipe } from '../classifier/gradientRecipe.ts';
import type { Program, ProgramResult } from '../classifier/program.ts';
import type { Facts } from '../classifier/recipe.ts';
import { scoreOf } from '../classifier/scoreOf.ts';
import { inOrder } from '../smoothing/inOrder.ts';
import { type Baseline, baselineTensor, defaultBaseline, describeBaseline } from './baselines.ts';
import { completeness } from './completeness.ts';
import type { Method, Problem } from './method.ts';
import { oncePerProblem } from './oncePerProblem.ts';
import { type QuadraturePoint, type QuadratureRule, quadrature } from './quadrature.ts';
import { type Step, stepwise } from './stepwise.ts';
import { derivative, share } from './unit.ts';

export interface IntegratedGradientsOptions {
  /** Gradients along the path. Default 50. */
  readonly steps?: number | undefined;
  /** How the integral is approximated. Default `gauss-legendre`. */
  readonly rule?: QuadratureRule | undefined;
  /** What x′ is. Default `black`; without a photo only `zero` and a prepared tensor. */
  readonly baseline?: Baseline | undefined;
  /** Default true. False: the gradient averaged along the path, ∂S/∂x, without the factor (x − x′). */
  readonly multiplyByInputs?: boolean | undefined;
  /** The array `shares`, A(x) in the layout of the input, beside a map without the factor: both from the same passes. */
  readonly withShares?: boolean | undefined;
  /** Of the baseline `noise`. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * A(x) = (x − x′) · ∫₀¹ ∂S/∂x(x′ + α(x − x′)) dα ≈ (x − x′) · Σ w_k ∂S/∂x(x′ + α_k(x − x′))
 * (Sundararajan, Taly and Yan 2017, equations 1 and 3).
 *
 * Its numbers: shares of S(x) − S(x′), the rise of the score from the baseline to the photo, to which they add up: what is missing is
 * the `gap` of the result. They depend on the baseline: what has its colour gets no share. A large relative gap means that the
 * gradient changes faster along the path than the steps can follow: take more, or another rule.
 * Smoothed, x is noisy, the baseline stays clean, and the factor (x + ε − x′) is inside the mean.
 *
 * @throws RangeError steps < 1, or a rule that does not exist; BaselineError, when it runs
 * @example integratedGradients({ steps: 100, baseline: 'white' })
 */
export function integratedGradients(options: IntegratedGradientsOptions = {}): Method {
  const {
    steps = 50,
    rule = 'gauss-legendre',
    baseline = defaultBaseline,
    multiplyByInputs = true,
    withShares = false,
    seed = 0,
  } = options;
  const path = withEnds(quadrature(rule, steps));
  const startOf = oncePerProblem((problem): Start => {
    const tensor = baselineTensor(baseline, problem, seed);
    let logits: Promise<Float32Array> | undefined;
    return {
      tensor,
      logits(program) {
        logits ??= program.logits(tensor);
        return logits;
      },
      facts: { baseline: describeBaseline(baseline, problem, seed), rule, steps, multiplyByInputs },
    };
  });
  return {
    name: 'integrated-gradients',
    unit: multiplyByInputs ? share : derivative,
    recipes: (targets) => [gradientRecipe(targets)],
    ...stepwise({
      passes: () => path.length,
      run: (problem, tensor) => walk({ problem, tensor, path, start: startOf(problem), multiplyByInputs, withShares }),
    }),
  };
}

/** The baseline, the same for all noisy copies. */
interface Start {
  readonly tensor: Float32Array;
  logits(program: Program): Promise<Float32Array>;
  readonly facts: Facts;
}

interface Walk {
  readonly problem: Problem;
  readonly tensor: Float32Array;
  readonly path: readonly QuadraturePoint[];
  readonly start: Start;
  readonly multiplyByInputs: boolean;
  readonly withShares: boolean;
}

/** The scores at both ends are needed for the gap: where the rule does not look there, two passes more, of no weight. */
function withEnds(points: readonly QuadraturePoint[]): readonly QuadraturePoint[] {
  const missing = [0, 1].filter((end) => points.every(({ alpha }) => alpha !== end));
  return [...points, ...missing.map((alpha) => ({ alpha, weight: 0 }))];
}

async function* walk({ problem, tensor, path, start, multiplyByInputs, withShares }: Walk): AsyncGenerator<Step, void> {
  const { classifier, cotangents, signal } = problem;
  const program = await classifier.program(gradientRecipe(cotangents.length));
  const integrals = cotangents.map(() => new Float64Array(tensor.length));
  const ends = new Map<number, Float32Array>();
  const visit = async (k: number): Promise<Pick<ProgramResult, 'logits' | 'gradients'>> => {
    const { alpha, weight } = path[k]!;
    if (weight > 0) return program.run(between(start.tensor, tensor, alpha), cotangents);
    return { logits: await (alpha === 0 ? start.logits(program) : program.logits(tensor)), gradients: [] };
  };
  let done = 0;
  for await (const { logits, gradients } of inOrder(path.length, classifier.parallel, visit, signal)) {
    const { alpha, weight } = path[done++]!;
    gradients.forEach((gradient, k) => {
      addScaled(integrals[k]!, gradient, weight);
    });
    ends.set(alpha, logits);
    yield {
      logits: ends.get(1),
      // Before the end: the integral up to here.
      finding(k) {
        const shares = multiplied(integrals[k]!, start.tensor, tensor);
        const rise = riseOf(classifier.scores, ends, cotangents[k]!);
        const facts = { ...start.facts, ...(rise !== undefined && completeness(shares, rise)) };
        const arrays = { shares: { shape: classifier.input.shape, data: Float32Array.from(shares) } };
        return {
          map: Float32Array.from(multiplyByInputs ? shares : integrals[k]!),
          facts,
          arrays: withShares ? arrays : undefined,
        };
      },
    };
  }
}

/** (1 − α) x′ + α x, which is x′ and x themselves at the ends. */
function between(from: Float32Array, to: Float32Array, alpha: number): Float32Array {
  const point = new Float32Array(to.length);
  for (let i = 0; i < point.length; i++) point[i] = (1 - alpha) * from[i]! + alpha * to[i]!;
  return point;
}

function addScaled(sum: Float64Array, values: Float32Array, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += weight * values[i]!;
}

function multiplied(integral: Float64Array, from: Float32Array, to: Float32Array): Float64Array {
  return integral.map((slope, i) => slope * (to[i]! - from[i]!));
}

/** S(x) − S(x′); undefined before both are known. */
function riseOf(scores: Classifier['scores'], ends: ReadonlyMap<number, Float32Array>, cotangent: Float32Array) {
  const [from, to] = [ends.get(0), ends.get(1)];
  if (from === undefined || to === undefined) return undefined;
  return scoreOf(scores, to, cotangent) - scoreOf(scores, from, cotangent);
}
