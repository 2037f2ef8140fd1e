import {
  type ClassifierOptions,
  choosePreprocessing,
  gradientRecipe,
  loadClassifier,
  type PhotoClassifier as PhotoClassifierOf,
  type PreprocessingChoice,
  type Recipe,
  withPhotos,
} from '@smoothgrad/attribution';
import type { DecodedImage } from '@smoothgrad/image';
import type { Engine } from '@smoothgrad/onnx';
import { compilerWithCache } from './cache/compileWithCache.ts';
import type { Cache } from './cache/diskCache.ts';
import { memoryBudget, workersWithin } from './engine/workersWithin.ts';
import type { LoadedModel } from './loadModel.ts';
import { decodePhoto } from './photo/decodePhoto.ts';

export interface PhotoClassifierOptions extends Omit<ClassifierOptions, 'weights' | 'size'>, PreprocessingChoice {
  /** Instead of the published labels. */
  readonly labels?: readonly string[] | undefined;
  /** The graph that is loaded first: that of the first method. Default that of plain gradients. */
  readonly recipe?: Recipe | undefined;
  /** Where explainers are kept for the next time. Default: nowhere. */
  readonly cache?: Cache | undefined;
  /** Bytes the process may take: fewer workers than the engine has are used where more do not fit. Default: half of what is free. */
  readonly memory?: number | undefined;
}

/** A photo: its path, the bytes of its file, or its pixels. */
export type Photo = string | Uint8Array | DecodedImage;

/** A classifier that takes photos. */
export interface PhotoClassifier extends PhotoClassifierOf<Photo> {
  /** Set where even one worker takes more memory than it may: one line to show. */
  readonly memoryProblem: string | undefined;
}

/**
 * Compiles a model and settles how photos are prepared for it: options, else a preset, else the published configuration,
 * else an assumption that is stated.
 *
 * @throws ClassifierError, NotDifferentiableError, SpecialisationError, PreprocessingError
 */
export async function openPhotoClassifier(
  loaded: LoadedModel,
  engine: Engine,
  options: PhotoClassifierOptions = {},
): Promise<PhotoClassifier> {
  const chosen = choosePreprocessing(loaded, options);
  const { size } = chosen;
  const { weights } = loaded;
  const budget = options.memory ?? memoryBudget();
  let memoryProblem: string | undefined;
  const classifier = await loadClassifier(options.recipe ?? gradientRecipe(), engine, {
    weights,
    compile: compilerWithCache(loaded, engine, { ...options, weights, size }),
    parallel({ memory }) {
      const { workers, fits } = workersWithin(budget, memory, engine.concurrency);
      if (!fits)
        memoryProblem = `one worker takes about ${megabytes(memory)} for this model; ${megabytes(budget)} are allowed. It is tried with one`;
      return workers;
    },
  });
  return {
    ...withPhotos(classifier, { chosen, published: loaded, labels: options.labels, decode: decoded }),
    memoryProblem,
  };
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function decoded(photo: Photo): Promise<DecodedImage> {
  return typeof photo === 'string' || photo instanceof Uint8Array ? decodePhoto(photo) : photo;
}
