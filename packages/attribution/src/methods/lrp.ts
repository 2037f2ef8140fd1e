import type { LrpCompositeName, LrpParameters } from '@smoothgrad/autodiff';
import { HIGH, LOW } from '../classifier/explainerNames.ts';
import type { Feeds } from '../classifier/program.ts';
import { BOUNDS, relevanceRecipe } from '../classifier/relevanceRecipe.ts';
import { scoreOf } from '../classifier/scoreOf.ts';
import { BaselineError, baselineTensor } from './baselines.ts';
import { completeness } from './completeness.ts';
import type { Method, Problem } from './method.ts';
import { oncePerProblem } from './oncePerProblem.ts';
import { refineOnce } from './refineOnce.ts';
import { share } from './unit.ts';

export interface LrpOptions {
  /** Which rule which layer has. Default `epsilon-plus-flat`. */
  readonly composite?: LrpCompositeName | undefined;
  /** In every denominator, absolute; greater than 0. Default 1e-6. */
  readonly epsilon?: number | undefined;
  /** Extra weight of contributions with the sign of the output. Default 0.25. */
  readonly gamma?: number | undefined;
  /** Weight of what adds to an output; α − β = 1. Default 2, and 1 of what takes away. */
  readonly alpha?: number | undefined;
  readonly beta?: number | undefined;
}

/**
 * Layer-wise relevance propagation (Bach et al. 2015; composites: Montavon et al. 2019, Kohlbrenner et al. 2020). The relevance of the
 * logit is itself; each layer shares that of its outputs among its inputs, in proportion to what they contribute.
 * ε: R_i = Σ_j x_i w_ij / (z_j + ε·sign z_j) · R_j. Other rules weigh contributions by their sign: see the rules of `@smoothgrad/autodiff`.
 *
 * Its numbers: shares of the logit S, if the relative gap is small: `gap` = S − ΣR is what biases (and ε) have taken.
 * Do not trust sizes where it is large, or where layers add up large contributions of both signs (ε alone in deep networks with
 * normalisations): shares of a small difference are large. γ, z⁺ and αβ suppress that and with it much of what speaks against the class.
 * A bias that adds to an output keeps its share: with large ones (normalisations that were folded), z⁺, αβ and γ can lose nearly all relevance
 * on the way, and only the proportions of the map mean something. No denominator depends on the scores: the map of a
 * contrast is the difference of maps. Smoothed, the bounds of `epsilon-gamma-box` stay those of photos.
 *
 * @throws RangeError ε ≤ 0, γ < 0, β < 0 or α − β ≠ 1; NotDifferentiableError, when the graph is made: operators without a rule
 * @example lrp({ composite: 'epsilon-plus', epsilon: 1e-4 })
 */
export function lrp(options: LrpOptions = {}): Method {
  const { composite = 'epsilon-plus-flat', epsilon = 1e-6, gamma = 0.25 } = options;
  const { alpha = 1 + (options.beta ?? 1), beta = alpha - 1 } = options;
  const parameters = checked({ epsilon, gamma, alpha, beta });
  const recipe = (targets: number) => relevanceRecipe({ composite, parameters, targets });
  const bounds = oncePerProblem(boundsOf);
  const method: Method = {
    name: 'lrp',
    unit: share,
    recipes: (targets) => [recipe(targets)],
    async evaluate(problem, tensor) {
      const { classifier, cotangents } = problem;
      const program = await classifier.program(recipe(cotangents.length));
      const { logits, gradients } = await program.run(
        tensor,
        cotangents,
        BOUNDS in program.facts ? bounds(problem) : {},
      );
      const findings = gradients.map((map, k) => {
        const { gap, relativeGap } = completeness(map, scoreOf(classifier.scores, logits, cotangents[k]!));
        // S − ΣR: what was taken on the way.
        return { map, facts: { ...program.facts, gap: -gap, relativeGap } };
      });
      return { logits, findings };
    },
    refine: (problem) => refineOnce(method, problem),
  };
  return method;
}

function checked(parameters: LrpParameters): LrpParameters {
  const { epsilon, gamma, alpha, beta } = parameters;
  if (!(epsilon > 0 && epsilon < Number.POSITIVE_INFINITY))
    throw new RangeError(`epsilon must be greater than 0, got ${epsilon}`);
  if (!(gamma >= 0 && gamma < Number.POSITIVE_INFINITY))
    throw new RangeError(`gamma must not be negative, got ${gamma}`);
  if (!(beta >= 0 && Math.abs(alpha - beta - 1) <= 1e-6)) {
    throw new RangeError(`alpha − beta must be 1 with beta ≥ 0, got ${alpha} and ${beta}`);
  }
  return parameters;
}

/** Prepared black and white: what pixels can be, before they are preprocessed. */
function boundsOf(problem: Problem): Feeds {
  if (problem.photo === undefined) {
    throw new BaselineError(
      "the first layer's rule needs what pixels can be, and a prepared tensor has no photo to tell how pixels are prepared: take another composite, for example epsilon-plus-flat",
    );
  }
  const [black, white] = [baselineTensor('black', problem), baselineTensor('white', problem)];
  const feed = (data: Float32Array) => ({ type: 'float32', shape: problem.classifier.input.shape, data }) as const;
  return {
    [LOW]: feed(black.map((value, i) => Math.min(value, white[i]!))),
    [HIGH]: feed(black.map((value, i) => Math.max(value, white[i]!))),
  };
}
