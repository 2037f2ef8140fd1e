import type { Estimate, Evaluation, Method, Problem, SmoothingReport, TargetEstimate } from '../methods/method.ts';
import { type AggregationName, aggregations } from './aggregations/index.ts';
import { inOrder } from './inOrder.ts';
import { checkNoise, createNoise, type Noise } from './noise.ts';
import { type SamplingName, samplings } from './sampling/index.ts';
import { createTargetStatistic, type TargetStatistic } from './targetStatistic.ts';

export interface SmoothGradOptions {
  /** n: how many noisy copies are averaged. Default 50. */
  readonly samples?: number | undefined;
  /** Default Gaussian, level 0.15, in pixel space. */
  readonly noise?: Noise | undefined;
  /** Default 0. Sample k, element i of the noise depends on (seed, k, i) alone. */
  readonly seed?: number | undefined;
  /** What becomes of the maps: `mean` of signed maps (the paper, default), mean of the `squared`, of the `absolute`, `variance`. */
  readonly aggregation?: AggregationName | undefined;
  /** `iid` (default), `antithetic` pairs, `centered` noise. */
  readonly sampling?: SamplingName | undefined;
  /** Goes on until the relative standard error is below it, however many samples that takes: 0.1 can need thousands. */
  readonly precision?: number | undefined;
  /** With `precision`: no more samples than this. Default 1000. */
  readonly maxSamples?: number | undefined;
}

export const defaultNoise = { level: 0.15 } as const;
export const defaultSamples = 50;
const defaultMaxSamples = 1000;
/** The spread of fewer samples says too little to stop by. */
const LEAST_ADAPTIVE = 10;

/**
 * SmoothGrad of any method: the mean of its signed maps over noisy copies of the photo,
 * M̂_c(x) = 1/n Σ M_c(x + N(0, σ²)) (section 2.2 of the paper).
 *
 * Its numbers are those of the method, averaged over the neighbourhood that the noise makes. Too little noise changes nothing, too much
 * shows copies the network no longer recognises: the result says how many keep their class. 50 samples, where the eye sees little more
 * change, are often far from the limit: the relative standard error says how far, and four times the samples halve it.
 *
 * Samples are accumulated in the order of their index in float64, so the result does not depend on how many run at once.
 *
 * @throws RangeError samples, noise, seed, precision or maxSamples outside their range; options that exclude each other
 * @example smoothGrad(gradient, { samples: 50, noise: { level: 0.15 }, seed: 0 })
 * @example smoothGrad(integratedGradients(), { precision: 0.2, sampling: 'antithetic' })
 */
export function smoothGrad(method: Method, options: SmoothGradOptions = {}): Method {
  const settings = settingsOf(options);
  const { aggregation, noise, seed } = settings;
  const prefix = aggregation.name === 'mean' ? 'smoothgrad' : `smoothgrad-${aggregation.name}`;
  const name = method.name === 'gradient' ? prefix : `${prefix}(${method.name})`;
  const around = (problem: Problem) => refine(method, problem, settings);
  return {
    name,
    seed,
    unit: aggregation.unit(method.unit),
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

type Settings = ReturnType<typeof settingsOf>;

function settingsOf({ noise = defaultNoise, seed = 0, precision, ...options }: SmoothGradOptions) {
  const aggregation = aggregations[options.aggregation ?? 'mean'];
  const sampling = samplings[options.sampling ?? 'iid'];
  const samples =
    precision === undefined ? (options.samples ?? defaultSamples) : (options.maxSamples ?? defaultMaxSamples);
  checkCount(precision === undefined ? 'the number of samples' : 'the largest number of samples', samples);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`the seed is ${seed}; it must be a whole number ≥ 0`);
  if (typeof noise !== 'function') checkNoise(noise);
  const settings = { aggregation, sampling, samples, noise, seed, precision };
  checkTogether(settings);
  return settings;
}

function checkCount(what: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw new RangeError(`${what} is ${count}; it must be a whole number ≥ 1`);
}

/** What options say together. @throws RangeError */
function checkTogether({ aggregation, sampling, samples, noise, precision }: Settings): void {
  const { name, group, needsTotal, least = group } = sampling;
  if (precision !== undefined) {
    if (!(precision > 0 && Number.isFinite(precision)))
      throw new RangeError(`the precision is ${precision}; it must be a number > 0, such as 0.2`);
    if (needsTotal)
      throw new RangeError(`${name} sampling needs the number of samples beforehand: it does not go with a precision`);
    if (!aggregation.hasError)
      throw new RangeError(`the ${aggregation.name} has no standard error: it does not go with a precision`);
  }
  if (samples % group !== 0)
    throw new RangeError(`${name} sampling takes samples by ${group}: ${samples} is no multiple`);
  if (samples < least) throw new RangeError(`${name} sampling needs at least ${least} samples, not ${samples}`);
  if (aggregation === aggregations.variance && sampling !== samplings.iid)
    throw new RangeError(`the variance needs independent samples: it does not go with ${name} sampling`);
  if (typeof noise === 'function' && sampling !== samplings.iid)
    throw new RangeError(`noise that is supplied is taken as it is: it does not go with ${name} sampling`);
}

async function* refine(method: Method, problem: Problem, settings: Settings): AsyncGenerator<Estimate, void> {
  const { samples, sampling, aggregation } = settings;
  const { group } = sampling;
  const source = createNoise(settings.noise, settings.seed, problem, { sampling, samples });
  const targets: TargetStatistic[] = [];
  const logits: Float32Array[] = [];
  const options = { finish: method.finish, aggregation, group };
  const evaluate = (sample: number): Promise<Evaluation> => method.evaluate(problem, source.noisy(sample));
  for await (const evaluation of inOrder(samples, problem.classifier.parallel, evaluate, problem.signal)) {
    evaluation.findings.forEach((finding, k) => {
      targets[k] ??= createTargetStatistic(finding, options);
      targets[k].add(finding);
    });
    logits.push(evaluation.logits);
    if (logits.length % group !== 0) continue;
    const smoothing = report(settings, targets, logits.length);
    yield { samples: logits.length, total: samples, logits, targets, smoothing };
    if (smoothing.stopped !== undefined) return;
  }
}

function report(settings: Settings, targets: readonly TargetEstimate[], taken: number): SmoothingReport {
  const { aggregation, sampling, samples, precision } = settings;
  const error = sampling.errorIsBound ? 'upper bound' : 'estimate';
  const known = {
    aggregation: aggregation.name,
    sampling: sampling.name,
    standardError: aggregation.hasError ? error : 'none',
  } as const;
  const isLast = taken === samples;
  if (precision === undefined) return { ...known, stopped: isLast ? 'samples' : undefined };
  const isPrecise = taken >= LEAST_ADAPTIVE && targets.every((target) => isBelow(target, precision));
  const stopped = isPrecise ? 'precision' : isLast ? 'max-samples' : undefined;
  return { ...known, precision, stopped };
}

function isBelow(target: TargetEstimate, precision: number): boolean {
  const error = target.relativeStandardError();
  return error !== null && error < precision;
}

async function lastOf(estimates: AsyncGenerator<Estimate, void>): Promise<Estimate> {
  let last: Estimate | undefined;
  for await (const estimate of estimates) last = estimate;
  if (last === undefined) throw new Error('stopped before the first sample');
  return last;
}
