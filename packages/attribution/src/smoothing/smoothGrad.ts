import type { Estimate, Evaluation, Method, Problem } from '../methods/method.ts';
import { inOrder } from './inOrder.ts';
import { checkLevel, createNoise, type Noise } from './noise.ts';
import { createTargetMean, type TargetMean } from './targetMean.ts';

export interface SmoothGradOptions {
  /** n: how many noisy copies are averaged. Default 50. */
  readonly samples?: number | undefined;
  /** Default Gaussian, level 0.15, in pixel space. */
  readonly noise?: Noise | undefined;
  /** Default 0. Sample k, element i of the noise depends on (seed, k, i) alone. */
  readonly seed?: number | undefined;
}

export const defaultNoise = { level: 0.15 } as const;
export const defaultSamples = 50;

/**
 * SmoothGrad of any method: the mean of its signed maps over noisy copies of the photo,
 * M̂_c(x) = 1/n Σ M_c(x + N(0, σ²)) (section 2.2 of the paper).
 *
 * Samples are accumulated in the order of their index in float64, so the result does not depend on how many run at once.
 *
 * @throws RangeError samples < 1 or not an integer, noise level negative or not finite, seed not an integer of 0 … 2⁵³ − 1
 * @example smoothGrad(gradient, { samples: 50, noise: { level: 0.15 }, seed: 0 })
 */
export function smoothGrad(method: Method, options: SmoothGradOptions = {}): Method {
  const { samples = defaultSamples, noise = defaultNoise, seed = 0 } = options;
  if (!Number.isSafeInteger(samples) || samples < 1) {
    throw new RangeError(`the number of samples is ${samples}; it must be a whole number ≥ 1`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`the seed is ${seed}; it must be a whole number ≥ 0`);
  if (typeof noise !== 'function') checkLevel(noise.level);
  const name = method.name === 'gradient' ? 'smoothgrad' : `smoothgrad(${method.name})`;
  const around = (problem: Problem) => refine(method, problem, { samples, noise, seed });
  return {
    name,
    seed,
    unit: method.unit,
    channels: method.channels,
    recipes: method.recipes,
    ...(method.finish && { finish: method.finish }),
    noise: (problem) => createNoise(noise, seed, problem).report,
    refine: around,
    async evaluate(problem, tensor) {
      // A point of its own: its photo, which the noise space refers to, is the problem's.
      const last = await lastOf(around({ ...problem, tensor }));
      const { logits } = await method.evaluate(problem, tensor);
      const findings = last.targets.map((target) => ({
        map: target.map(),
        facts: target.facts(),
        arrays: target.arrays(),
      }));
      return { findings, logits };
    },
  };
}

interface Settings {
  readonly samples: number;
  readonly noise: Noise;
  readonly seed: number;
}

async function* refine(method: Method, problem: Problem, options: Settings): AsyncGenerator<Estimate, void> {
  const samples = options.samples;
  const source = createNoise(options.noise, options.seed, problem);
  const targets: TargetMean[] = [];
  const logits: Float32Array[] = [];
  const evaluate = (sample: number): Promise<Evaluation> => method.evaluate(problem, source.noisy(sample));
  for await (const evaluation of inOrder(samples, problem.classifier.parallel, evaluate, problem.signal)) {
    evaluation.findings.forEach((finding, k) => {
      targets[k] ??= createTargetMean(finding, method);
      targets[k].add(finding);
    });
    logits.push(evaluation.logits);
    yield { samples: logits.length, total: samples, logits, targets };
  }
}

async function lastOf(estimates: AsyncGenerator<Estimate, void>): Promise<Estimate> {
  let last: Estimate | undefined;
  for await (const estimate of estimates) last = estimate;
  if (last === undefined) throw new Error('stopped before the first sample');
  return last;
}
