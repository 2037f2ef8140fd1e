import { type ChannelOrder, type PreparedPhoto, toChannelsFirst } from '@smoothgrad/image';
import type { Classifier } from './classifier/classifier.ts';
import { type Prediction, predictionOf, probabilities, topClass, topPredictions } from './classifier/predictions.ts';
import type { Scores } from './classifier/scores.ts';
import { gradient } from './methods/gradient.ts';
import type { Estimate, Method, NoiseReport, Problem, StopSignal } from './methods/method.ts';
import { inOrder } from './smoothing/inOrder.ts';
import { smoothGrad } from './smoothing/smoothGrad.ts';

/** A photo made ready for a classifier (`preparePhoto`), or a bare prepared tensor in its layout. */
export type Subject = PreparedPhoto | PreparedTensor;

/** A prepared tensor, batch of 1, in the classifier's layout. */
export interface PreparedTensor {
  readonly tensor: Float32Array;
  /** The order of its channels; default RGB, or luminance. */
  readonly channels?: ChannelOrder | undefined;
}

export interface ExplainOptions {
  /** Default `smoothGrad(gradient)`: n = 50, 15 % noise. */
  readonly method?: Method | undefined;
  /** Class index, or a function that chooses one from the clean photo's logits. Default: the top class. Frozen for all noisy copies. */
  readonly target?: number | ((logits: Float32Array) => number) | undefined;
  readonly labels?: readonly string[] | undefined;
  /** The clean point's logits where they are known already (`predict`): saves a pass. */
  readonly logits?: Float32Array | undefined;
  /** Stops at once; what was averaged until then is the result. */
  readonly signal?: StopSignal | undefined;
}

/** A sensitivity map and all that is known about it. `docs/definitions.md` has each quantity. */
export interface Attribution {
  readonly method: string;
  /** ∂S/∂(prepared tensor), signed, [C,H,W] in the model's channel order. */
  readonly map: Float32Array;
  /** [C, H, W]. */
  readonly shape: readonly [number, number, number];
  /** Of each element of `map`, on the signed map; NaN for n = 1. Undefined for methods that do not average. */
  readonly standardError: Float32Array | undefined;
  /** √(ΣSE²/(Σmean² − ΣSE²)): the expected distance to the map of infinitely many samples. Null: not resolved. */
  readonly relativeStandardError: number | null;
  /** Samples averaged, and asked for. */
  readonly samples: number;
  readonly total: number;
  readonly noise: NoiseReport | undefined;
  readonly seed: number | undefined;
  readonly scores: Classifier['scores'];
  /** What the gradients are that the map was made of. */
  readonly derivative: Classifier['derivative'];
  readonly target: Prediction;
  /** The five highest classes on the clean photo. */
  readonly predictions: readonly Prediction[];
  /** Share of noisy copies whose top class is that of the clean photo; null for methods without noise. */
  readonly labelAgreement: number | null;
  /** Mean probability of the target over the noisy copies; null for methods without noise. */
  readonly targetProbabilityUnderNoise: number | null;
  readonly seconds: number;
}

/** A partial result: cheap to look at, its arrays made only when asked for, and valid until the next one is asked for. */
export interface Progress {
  readonly samples: number;
  readonly total: number;
  /** Computed when it is asked for: once over all elements. */
  readonly relativeStandardError: number | null;
  readonly target: Prediction;
  readonly predictions: readonly Prediction[];
  /** The result so far. */
  attribution(): Attribution;
}

/**
 * Explains a decision step by step: yields after each sample. Ends early when the signal aborts.
 *
 * @throws RangeError the target is no class of the model; NonFiniteError the gradient is NaN or infinite
 */
export async function* refine(
  classifier: Classifier,
  subject: Subject,
  options: ExplainOptions = {},
): AsyncGenerator<Progress, void> {
  const started = Date.now();
  const { method = smoothGrad(gradient), labels, signal } = options;
  const { classes } = classifier.scores;
  const photo = 'pixels' in subject ? subject : undefined;
  const channels = 'pixels' in subject ? subject.spec.channels : subject.channels;
  const logits = options.logits ?? (await cleanLogits(classifier, subject.tensor, signal));
  if (logits === undefined) return;
  const index = chooseTarget(options.target, logits);
  const cotangent = new Float32Array(classes);
  cotangent[index] = 1;
  const problem: Problem = { classifier, tensor: subject.tensor, photo, channels, cotangent, signal };
  const { activation } = classifier.scores;
  const known = {
    method: method.name,
    scores: classifier.scores,
    derivative: classifier.derivative,
    target: predictionOf(index, logits, activation, labels),
    predictions: topPredictions(logits, activation, 5, labels),
    noise: method.noise?.(problem),
    seed: method.seed,
  };
  for await (const estimate of method.refine(problem)) {
    yield {
      samples: estimate.samples,
      total: estimate.total,
      get relativeStandardError() {
        return estimate.relativeStandardError();
      },
      target: known.target,
      predictions: known.predictions,
      attribution: () => ({
        ...known,
        ...averages(classifier, estimate, photo),
        ...agreement(estimate, known.noise, topClass(logits), index, activation),
        seconds: (Date.now() - started) / 1000,
      }),
    };
  }
}

/**
 * Explains a decision.
 *
 * @returns the result; with an aborted signal, the average of the samples that were done
 * @throws StoppedError aborted before the first sample; the errors of `refine`
 * @example const { map } = await explain(classifier, preparePhoto(image, preprocessing, spec), { method: smoothGrad(gradient) });
 */
export async function explain(
  classifier: Classifier,
  subject: Subject,
  options: ExplainOptions = {},
): Promise<Attribution> {
  let last: Progress | undefined;
  for await (const progress of refine(classifier, subject, options)) last = progress;
  if (last === undefined) throw new StoppedError();
  return last.attribution();
}

/** Explaining was stopped before there was anything to show. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor() {
    super('stopped before the first sample was done');
  }
}

/**
 * The logits of a prepared tensor, [classes].
 *
 * @throws NonFiniteError they are NaN or infinite
 */
export async function predict(classifier: Classifier, tensor: Float32Array): Promise<Float32Array> {
  const cotangent = new Float32Array(classifier.scores.classes);
  return (await gradient.evaluate({ classifier, tensor, cotangent }, tensor)).logits;
}

/** Undefined: stopped before they were known. */
async function cleanLogits(classifier: Classifier, tensor: Float32Array, signal: StopSignal | undefined) {
  for await (const logits of inOrder(1, 1, () => predict(classifier, tensor), signal)) return logits;
  return undefined;
}

function chooseTarget(target: ExplainOptions['target'], logits: Float32Array): number {
  const index = typeof target === 'function' ? target(logits) : (target ?? topClass(logits));
  if (!Number.isInteger(index) || index < 0 || index >= logits.length) {
    throw new RangeError(`there is no class ${index}: the model has classes 0 to ${logits.length - 1}`);
  }
  return index;
}

function averages(classifier: Classifier, estimate: Estimate, photo: PreparedPhoto | undefined) {
  const { input } = classifier;
  const spec = {
    layout: input.layout,
    channels: photo?.spec.channels ?? (input.channels === 1 ? 'L' : 'RGB'),
    height: input.height,
    width: input.width,
  } as const;
  const errors = estimate.standardError();
  return {
    map: toChannelsFirst(estimate.map(), spec),
    shape: [input.channels, input.height, input.width] as const,
    standardError: errors && toChannelsFirst(errors, spec),
    relativeStandardError: estimate.relativeStandardError(),
    samples: estimate.samples,
    total: estimate.total,
  };
}

function agreement(
  estimate: Estimate,
  noise: NoiseReport | undefined,
  cleanTop: number,
  target: number,
  activation: Scores['activation'],
) {
  if (noise === undefined) return { labelAgreement: null, targetProbabilityUnderNoise: null };
  const { logits } = estimate;
  const agreeing = logits.filter((scores) => topClass(scores) === cleanTop).length;
  const sum = logits.reduce((total, scores) => total + probabilities(scores, activation)[target]!, 0);
  return { labelAgreement: agreeing / logits.length, targetProbabilityUnderNoise: sum / logits.length };
}
