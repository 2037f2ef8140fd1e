import { type ChannelOrder, type PreparedPhoto, toChannelsFirst } from '@smoothgrad/image';
import type { Classifier } from './classifier/classifier.ts';
import { type Prediction, predictionOf, probabilities, topClass, topPredictions } from './classifier/predictions.ts';
import type { Facts } from './classifier/recipe.ts';
import type { Scores } from './classifier/scores.ts';
import { gradient } from './methods/gradient.ts';
import type {
  Estimate,
  Method,
  NamedArrays,
  NoiseReport,
  Problem,
  SmoothingReport,
  StopSignal,
  TargetEstimate,
} from './methods/method.ts';
import type { MapUnit } from './methods/unit.ts';
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

/** Class index, or a function that chooses one from the clean photo's logits. */
export type ClassChoice = number | ((logits: Float32Array) => number);

/** What speaks for one class rather than another: the score S_class − S_minus. */
export interface Contrast {
  readonly class: ClassChoice;
  readonly minus: ClassChoice;
}

export type TargetChoice = ClassChoice | Contrast;

export interface ExplainOptions {
  /** Default `smoothGrad(gradient)`: n = 50, 15 % noise. */
  readonly method?: Method | undefined;
  /** Default: the top class of the clean photo. Frozen for all noisy copies. */
  readonly target?: TargetChoice | undefined;
  readonly labels?: readonly string[] | undefined;
  /** The clean point's logits where they are known already (`predict`): saves a pass. */
  readonly logits?: Float32Array | undefined;
  /** Stops at once; what was averaged until then is the result. */
  readonly signal?: StopSignal | undefined;
}

/** A sensitivity map and all that is known about it. `docs/definitions.md` has each quantity. */
export interface Attribution {
  readonly method: string;
  /** Signed, [C,H,W] in the model's channel order: for most methods ∂S/∂(prepared tensor). */
  readonly map: Float32Array;
  /** [C, H, W]; C is 1 for methods that have one number a pixel. */
  readonly shape: readonly [number, number, number];
  /** What the numbers of `map` are. */
  readonly unit: MapUnit;
  /** What else the method says: completeness gap, layer, rectifiers. */
  readonly facts: Facts;
  /** Further arrays of the method: Grad-CAM's `coarse`. */
  readonly arrays: NamedArrays;
  /** Of each element of `map`, on the signed map; NaN for n = 1. Undefined for methods that do not average. */
  readonly standardError: Float32Array | undefined;
  /** √(ΣSE²/(Σmean² − ΣSE²)): the expected distance to the map of infinitely many samples. Null: not resolved. */
  readonly relativeStandardError: number | null;
  /** Samples averaged, and asked for. */
  readonly samples: number;
  readonly total: number;
  readonly noise: NoiseReport | undefined;
  /** How the samples became a map; undefined for methods that do not average. */
  readonly smoothing: SmoothingReport | undefined;
  readonly seed: number | undefined;
  readonly scores: Classifier['scores'];
  /** What the gradients are that the map was made of. */
  readonly derivative: Classifier['derivative'];
  readonly target: Prediction;
  /** The class that a contrast speaks against; undefined where one class is explained. */
  readonly minus: Prediction | undefined;
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
  /** What is counted: noisy copies, or passes towards one map. */
  readonly counts: 'samples' | 'passes';
  readonly samples: number;
  readonly total: number;
  /** The largest of all targets. Computed when it is asked for: once over all elements. */
  readonly relativeStandardError: number | null;
  /** The first target. */
  readonly target: Prediction;
  readonly predictions: readonly Prediction[];
  /** The result so far, of the first target. */
  attribution(): Attribution;
  /** Of each target. */
  attributions(): Attribution[];
}

/**
 * Explains a decision step by step: yields after each sample. Ends early when the signal aborts.
 *
 * @throws RangeError the target is no class of the model; NonFiniteError the gradient is NaN or infinite
 */
export async function* refine(
  classifier: Classifier,
  subject: Subject,
  { target, ...options }: ExplainOptions = {},
): AsyncGenerator<Progress, void> {
  yield* refineAll(classifier, subject, { ...options, targets: [target ?? topClass] });
}

export interface ExplainAllOptions extends Omit<ExplainOptions, 'target'> {
  /** All are explained at the same noisy copies, from one forward pass for each. */
  readonly targets: readonly TargetChoice[];
}

/** As `refine`, for several targets at once. */
export async function* refineAll(
  classifier: Classifier,
  subject: Subject,
  options: ExplainAllOptions,
): AsyncGenerator<Progress, void> {
  const started = Date.now();
  const { method = smoothGrad(gradient), labels, signal } = options;
  const photo = 'pixels' in subject ? subject : undefined;
  const channels = 'pixels' in subject ? subject.spec.channels : subject.channels;
  const logits = options.logits ?? (await cleanLogits(classifier, subject.tensor, signal));
  if (logits === undefined) return;
  const targets = options.targets.map((choice) => chooseTarget(choice, logits));
  const cotangents = targets.map((target) => cotangentOf(target, logits.length));
  const problem: Problem = { classifier, tensor: subject.tensor, photo, channels, cotangents, signal };
  const { activation } = classifier.scores;
  const predictionAt = (index: number) => predictionOf(index, logits, activation, labels);
  const known = {
    method: method.name,
    unit: method.unit,
    scores: classifier.scores,
    derivative: classifier.derivative,
    predictions: topPredictions(logits, activation, 5, labels),
    noise: method.noise?.(problem),
    seed: method.seed,
  };
  const attributionOf = (estimate: Estimate, { index, minus }: ChosenTarget, found: TargetEstimate): Attribution => ({
    ...known,
    target: predictionAt(index),
    minus: minus === undefined ? undefined : predictionAt(minus),
    ...arraysOf(classifier, method, found, photo),
    samples: estimate.samples,
    total: estimate.total,
    smoothing: estimate.smoothing,
    ...agreement(estimate, known.noise, topClass(logits), index, activation),
    seconds: (Date.now() - started) / 1000,
  });
  for await (const estimate of method.refine(problem)) {
    const attributions = () => estimate.targets.map((found, k) => attributionOf(estimate, targets[k]!, found));
    yield {
      counts: method.noise === undefined ? 'passes' : 'samples',
      samples: estimate.samples,
      total: estimate.total,
      get relativeStandardError() {
        const errors = estimate.targets.map((found) => found.relativeStandardError());
        return errors.reduce((worst, error) => (worst === null || error === null ? null : Math.max(worst, error)));
      },
      target: predictionAt(targets[0]!.index),
      predictions: known.predictions,
      attribution: () => attributionOf(estimate, targets[0]!, estimate.targets[0]!),
      attributions,
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
  return (await lastOf(refine(classifier, subject, options))).attribution();
}

/**
 * Explains several targets at once: the same noisy copies, one forward pass for each.
 *
 * @throws as `explain`
 * @example const [cat, dog] = await explainAll(classifier, photo, { targets: [281, 254] });
 */
export async function explainAll(
  classifier: Classifier,
  subject: Subject,
  options: ExplainAllOptions,
): Promise<Attribution[]> {
  return (await lastOf(refineAll(classifier, subject, options))).attributions();
}

async function lastOf(results: AsyncGenerator<Progress, void>): Promise<Progress> {
  let last: Progress | undefined;
  for await (const progress of results) last = progress;
  if (last === undefined) throw new StoppedError();
  return last;
}

/** Explaining was stopped before there was anything to show. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor(message = 'stopped before the first sample was done') {
    super(message);
  }
}

/**
 * The logits of a prepared tensor, [classes].
 *
 * @throws NonFiniteError they are NaN or infinite
 */
export async function predict(classifier: Classifier, tensor: Float32Array): Promise<Float32Array> {
  return classifier.logits(tensor);
}

/** Undefined: stopped before they were known. */
async function cleanLogits(classifier: Classifier, tensor: Float32Array, signal: StopSignal | undefined) {
  for await (const logits of inOrder(1, 1, () => predict(classifier, tensor), signal)) return logits;
  return undefined;
}

interface ChosenTarget {
  readonly index: number;
  readonly minus?: number;
}

function chooseTarget(choice: TargetChoice, logits: Float32Array): ChosenTarget {
  if (typeof choice !== 'object') return { index: chooseClass(choice, logits) };
  return { index: chooseClass(choice.class, logits), minus: chooseClass(choice.minus, logits) };
}

function chooseClass(choice: ClassChoice, logits: Float32Array): number {
  const index = typeof choice === 'function' ? choice(logits) : choice;
  if (!Number.isInteger(index) || index < 0 || index >= logits.length) {
    throw new RangeError(`there is no class ${index}: the model has classes 0 to ${logits.length - 1}`);
  }
  return index;
}

function cotangentOf({ index, minus }: ChosenTarget, classes: number): Float32Array {
  const cotangent = new Float32Array(classes);
  cotangent[index]! += 1;
  if (minus !== undefined) cotangent[minus]! -= 1;
  return cotangent;
}

function arraysOf(
  { input }: Classifier,
  { channels: own }: Method,
  found: TargetEstimate,
  photo: PreparedPhoto | undefined,
) {
  const { layout, height, width } = input;
  const channels = photo?.spec.channels ?? (input.channels === 1 ? 'L' : 'RGB');
  const channelsFirst = (values: Float32Array) =>
    own === 1 ? values : toChannelsFirst(values, { layout, channels, height, width });
  const errors = found.standardError();
  return {
    map: channelsFirst(found.map()),
    shape: [own ?? input.channels, height, width] as const,
    standardError: errors && channelsFirst(errors),
    relativeStandardError: found.relativeStandardError(),
    facts: found.facts(),
    arrays: found.arrays(),
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
