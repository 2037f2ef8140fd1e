import type { PixelImage, TensorSpec } from '@smoothgrad/image';
import { forwardRecipe } from '../classifier/forwardRecipe.ts';
import { probabilities } from '../classifier/predictions.ts';
import type { Facts } from '../classifier/recipe.ts';
import type { Gaussian } from '../patches/conditionalGaussian.ts';
import { PatchError } from '../patches/errors.ts';
import type { PatchReplacer } from '../patches/patchReplacer.ts';
import { inOrder } from '../smoothing/inOrder.ts';
import type { Method, Problem } from './method.ts';
import { oncePerProblem } from './oncePerProblem.ts';
import { type Step, stepwise } from './stepwise.ts';
import { evidence } from './unit.ts';
import { classesDecided, type LaplaceCorrection, weightOfEvidence } from './weightOfEvidence.ts';
import { createWindowMean } from './windowMean.ts';
import { checkSliding, innerWindows, type Window, WindowError } from './windows.ts';

/** What patches look like: all pixels of one, `size` a side, [C,H,W] in RGB (or L) order, in [0,1]. */
export interface PatchModel extends Gaussian {
  /** What results say about it. */
  readonly facts?: Facts | undefined;
}

export interface EvidenceOptions {
  /** Side of the window that is replaced, in pixels. Default 10. */
  readonly window?: number | undefined;
  /** How many pixels around it its replacement is drawn to fit. Default 2: surroundings of 14 x 14. */
  readonly margin?: number | undefined;
  /** Pixels from one window to the next; at most the window. Default 5. */
  readonly stride?: number | undefined;
  /** Replacements drawn for each window. Default 10. */
  readonly samples?: number | undefined;
  /** N of the Laplace correction: how many photos the network was trained on. Default 1,281,167, ImageNet's. */
  readonly trainingSize?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

export interface PredictionDifferenceOptions extends EvidenceOptions {
  /** Photos that show what patches look like, or a way to read them. */
  readonly patches: readonly PixelImage[] | (() => Promise<readonly PixelImage[]>);
}

/** How many patches are looked at. */
const PATCHES = 10_000;

/**
 * A pixel's value = the mean, over the windows that cover it, of log₂ odds(c|x) − log₂ odds(c|x∖i), where p(c|x∖i) is the mean of
 * p(c|x with window i replaced) over replacements drawn from a Gaussian of patches, conditional on what is around the window
 * (Zintgraf, Cohen, Adel and Welling 2017, sections 2.1 and 3.1; the paper cites the preprint of 2016).
 *
 * Its numbers: bits that a window, as it is, adds to the odds of the class beyond what its surroundings let expect; negative where it speaks
 * against the class. They are about probabilities, so they depend on all classes; a window that can be told from what is around it
 * has nothing to add. Replacements are blurred (a Gaussian knows no edges), may leave [0,1], and are as good as the photos they were
 * learnt from; with few samples a window of small probability is told by its luckiest replacement. For a contrast of two
 * classes, the difference of both evidences.
 *
 * @throws WindowError, RangeError options that make no sense; when it runs: WindowError the input is smaller than the surroundings,
 * PatchError there is no photo, or nothing to learn patches from
 * @example predictionDifference({ patches: [photo], samples: 20 })
 */
export function predictionDifference({ patches, ...options }: PredictionDifferenceOptions): Method {
  const { seed = 0 } = options;
  const learn = async (spec: TensorSpec, size: number): Promise<PatchModel> => {
    const photos = typeof patches === 'function' ? await patches() : patches;
    const { fitPatches } = await import('../patches/fitPatches.ts');
    const { shrinkage, ...gaussian } = fitPatches(photos, spec, { size, count: PATCHES, seed });
    return { ...gaussian, facts: { patches: PATCHES, patchPhotos: photos.length, shrinkage } };
  };
  return evidenceOfPatches(learn, options);
}

/** Prediction difference by any Gaussian of patches. @param learn of patches for a network's input; asked once for each */
export function evidenceOfPatches(
  learn: (spec: TensorSpec, size: number) => Promise<PatchModel>,
  options: EvidenceOptions = {},
): Method {
  const settings = checked(options);
  const { window, margin, stride, samples, trainingSize, seed } = settings;
  const sliding = checkSliding(window, stride);
  const size = window + 2 * margin;
  const models = new Map<string, Promise<PatchModel>>();
  const modelFor = (spec: TensorSpec) => {
    const key = `${spec.channels} ${spec.height}x${spec.width}`;
    const model = models.get(key) ?? learn(spec, size);
    models.set(key, model);
    return model;
  };
  const windowsOf = oncePerProblem(({ classifier, photo }) => {
    const { height, width } = classifier.input;
    if (photo === undefined) throw noPhoto();
    if (Math.min(height, width) < size) {
      throw new WindowError(
        `surroundings of ${size}x${size} pixels are larger than the input of the model, ${height}x${width}: take a smaller window`,
      );
    }
    return innerWindows({ height, width }, sliding);
  });
  const planOf = oncePerProblem(async (problem): Promise<Plan> => {
    const { classifier, photo } = problem;
    const windows = windowsOf(problem);
    const [model, { createPatchReplacer }] = await Promise.all([
      modelFor(photo!.spec),
      import('../patches/patchReplacer.ts'),
    ]);
    const { activation, classes } = classifier.scores;
    const laplace = { trainingSize, classes: classesDecided(activation, classes) };
    const facts = {
      window,
      surroundings: size,
      stride,
      samples,
      seed,
      N: trainingSize,
      K: laplace.classes,
      ...model.facts,
    };
    return { windows, samples, seed, laplace, replacer: createPatchReplacer(model, photo!, settings), facts };
  });
  return {
    name: 'prediction-difference',
    unit: evidence,
    channels: 1,
    recipes: () => [forwardRecipe()],
    ...stepwise({
      // One more than replacements: the photo itself.
      passes: (problem) => windowsOf(problem).length * samples + 1,
      run: (problem, tensor) => probe(problem, tensor, planOf),
    }),
  };
}

function checked({
  window = 10,
  margin = 2,
  stride = 5,
  samples = 10,
  trainingSize = 1_281_167,
  seed = 0,
}: EvidenceOptions) {
  const whole = (what: string, value: number, least: number) => {
    if (!Number.isSafeInteger(value) || value < least)
      throw new RangeError(`${what} is ${value}; it must be a whole number ≥ ${least}`);
  };
  whole('the margin around a window', margin, 0);
  whole('the number of samples', samples, 1);
  whole('the number of training photos', trainingSize, 1);
  whole('the seed', seed, 0);
  return { window, margin, stride, samples, trainingSize, seed };
}

interface Plan {
  readonly windows: readonly Window[];
  readonly samples: number;
  readonly seed: number;
  readonly laplace: LaplaceCorrection;
  readonly replacer: PatchReplacer;
  readonly facts: Facts;
}

async function* probe(
  problem: Problem,
  tensor: Float32Array,
  planOf: (problem: Problem) => Promise<Plan>,
): AsyncGenerator<Step, void> {
  const { classifier, cotangents, signal } = problem;
  const { windows, samples, seed, laplace, replacer, facts } = await planOf(problem);
  const program = await classifier.program(forwardRecipe());
  const maps = cotangents.map(() => createWindowMean(classifier.input));
  const look = (k: number) => {
    // The photo itself, then all replacements of one window after another.
    if (k === 0) return program.logits(tensor);
    const draw = k - 1;
    return program.logits(replacer.replaced(tensor, windows[Math.floor(draw / samples)]!, { seed, draw }));
  };
  const probabilitiesOf = (logits: Float32Array) => probabilities(logits, classifier.scores.activation);
  let clean: { readonly logits: Float32Array; readonly p: Float64Array } | undefined;
  let without = new Float64Array(classifier.scores.classes);
  let done = 0;
  for await (const logits of inOrder(windows.length * samples + 1, classifier.parallel, look, signal)) {
    const p = probabilitiesOf(logits);
    if (clean === undefined) clean = { logits, p };
    else {
      for (let c = 0; c < p.length; c++) without[c]! += p[c]! / samples;
      if (++done % samples === 0) {
        const window = windows[done / samples - 1]!;
        for (const [k, cotangent] of cotangents.entries())
          maps[k]!.add(window, evidenceFor(cotangent, clean.p, without, laplace));
        without = new Float64Array(p.length);
      }
    }
    const { logits: at } = clean;
    yield { logits: at, finding: (k) => ({ map: maps[k]!.mean(), facts }) };
  }
}

/** Of each class, as much as it is asked for. */
function evidenceFor(
  cotangent: Float32Array,
  withIt: Float64Array,
  without: Float64Array,
  laplace: LaplaceCorrection,
): number {
  let sum = 0;
  for (const [c, factor] of cotangent.entries())
    if (factor !== 0) sum += factor * weightOfEvidence(withIt[c]!, without[c]!, laplace);
  return sum;
}

function noPhoto(): PatchError {
  return new PatchError(
    'prediction difference replaces pixels by others that fit, and a prepared tensor has no photo to tell how pixels are prepared: give a photo',
  );
}
