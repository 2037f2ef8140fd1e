import {
  type Classifier,
  type ClassifierOptions,
  gradientRecipe,
  type ImageInput,
  loadClassifier,
  type Recipe,
} from '@smoothgrad/attribution';
import {
  assumedPreprocessing,
  type DecodedImage,
  describePreprocessing,
  fixedSize,
  type PreparedPhoto,
  type Preprocessing,
  PreprocessingError,
  type PreprocessingOptions,
  preparePhoto,
  preprocessingFromOptions,
  preset,
  type Size,
  type TensorSpec,
  toRgb,
} from '@smoothgrad/image';
import type { Engine } from '@smoothgrad/onnx';
import { compilerWithCache } from './cache/compileWithCache.ts';
import type { Cache } from './cache/diskCache.ts';
import { memoryBudget, workersWithin } from './engine/workersWithin.ts';
import type { LoadedModel } from './loadModel.ts';
import { decodePhoto } from './photo/decodePhoto.ts';

export interface PhotoClassifierOptions extends Omit<ClassifierOptions, 'weights' | 'size'> {
  /** Overrides of the published preprocessing. */
  readonly preprocessing?: PreprocessingOptions | undefined;
  /** A named recipe instead of the published one: `torchvision`, `inception`, `caffe`. */
  readonly preset?: string | undefined;
  /** Instead of the published labels. */
  readonly labels?: readonly string[] | undefined;
  /** The graph that is loaded first: that of the first method. Default that of plain gradients. */
  readonly recipe?: Recipe | undefined;
  /** Where explainers are kept for the next time. Default: nowhere. */
  readonly cache?: Cache | undefined;
  /** Bytes the process may take: fewer workers than the engine has are used where more do not fit. Default: half of what is free. */
  readonly memory?: number | undefined;
}

/** A classifier that takes photos. */
export interface PhotoClassifier extends Classifier {
  readonly preprocessing: Preprocessing;
  readonly spec: TensorSpec;
  readonly labels: readonly string[] | undefined;
  /** Set where the preprocessing is a guess: one line to show. */
  readonly assumption: string | undefined;
  /** Set where even one worker takes more memory than it may: one line to show. */
  readonly memoryProblem: string | undefined;
  /** Why the labels published beside the model are not used, where they are not. */
  readonly labelsProblem: string | undefined;
  /** Decodes and prepares a photo: its path, the bytes of its file, or its pixels. @throws PhotoError, PreprocessingError */
  prepare(photo: string | Uint8Array | DecodedImage): Promise<PreparedPhoto>;
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
  const { preprocessing, size, isAssumed } = choosePreprocessing(loaded, options);
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
  const { layout, height, width } = classifier.input;
  const spec: TensorSpec = { layout, channels: preprocessing.channels, height, width };
  return {
    ...classifier,
    preprocessing,
    spec,
    ...chooseLabels(loaded, options.labels, classifier.scores.classes),
    assumption: isAssumed
      ? `no preprocessing is published beside the model; assuming ${describePreprocessing(preprocessing)}`
      : undefined,
    memoryProblem,
    prepare: async (photo) => preparePhoto(toRgb(await decoded(photo)), preprocessing, spec),
  };
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function decoded(photo: string | Uint8Array | DecodedImage): Promise<DecodedImage> {
  return typeof photo === 'string' || photo instanceof Uint8Array ? decodePhoto(photo) : photo;
}

/** Labels of another classifier are worse than none, and a damaged list must not stand in the way of a map. */
function chooseLabels(loaded: LoadedModel, given: readonly string[] | undefined, classes: number) {
  try {
    const labels = given ?? loaded.labels();
    if (labels === undefined || labels.length === classes) return { labels, labelsProblem: undefined };
    const source = given === undefined ? 'those of config.json' : 'those given';
    return {
      labels: undefined,
      labelsProblem: `labels are not used: ${source} number ${labels.length}, the classes of the model ${classes}`,
    };
  } catch (error) {
    return { labels: undefined, labelsProblem: `labels are not used: config.json: ${(error as Error).message}` };
  }
}

/** The recipe for a model's photos, and whether it is a guess. @throws PreprocessingError the published one is unusable, or options do not fit */
export function choosePreprocessing(loaded: LoadedModel, options: PhotoClassifierOptions) {
  const input = loaded.input();
  const size = chooseSize(loaded, options.preprocessing?.size);
  const published = options.preset === undefined ? loaded.preprocessing() : undefined;
  const base = published ?? fallback(options.preset, size, input);
  const channels =
    options.preprocessing?.channels ?? (input.channels === 1 && base.channels !== 'L' ? 'grey' : undefined);
  const preprocessing = preprocessingFromOptions(base, { ...options.preprocessing, channels });
  if ((preprocessing.channels === 'L') !== (input.channels === 1)) {
    throw new PreprocessingError(
      `the model's input has ${input.channels} ${input.channels === 1 ? 'channel' : 'channels'}, the preprocessing (${preprocessing.source}) makes ${preprocessing.channels}: pass --channels ${input.channels === 1 ? 'grey' : 'rgb or bgr'}`,
    );
  }
  const isAssumed = published === undefined && options.preset === undefined && !isComplete(options.preprocessing);
  return { preprocessing, size, isAssumed };
}

/** The input size: the model's own, else the one asked for, else the published one. Undefined where nothing says. */
export function chooseSize(loaded: LoadedModel, asked: PreprocessingOptions['size']): Size | undefined {
  const input = loaded.input();
  const wanted = typeof asked === 'number' ? { width: asked, height: asked } : asked;
  const isOpen = input.height === undefined || input.width === undefined;
  const published = isOpen && wanted === undefined ? publishedSize(loaded) : undefined;
  const height = input.height ?? wanted?.height ?? published?.height;
  const width = input.width ?? wanted?.width ?? published?.width;
  return height !== undefined && width !== undefined ? { height, width } : undefined;
}

/** An unusable recipe gives no size; whoever needs the recipe itself hears why. */
function publishedSize(loaded: LoadedModel): Size | undefined {
  try {
    const recipe = loaded.preprocessing();
    return recipe && fixedSize(recipe);
  } catch {
    return undefined;
  }
}

/** Mean and deviation, or the range alone, say all that would have to be guessed. */
function isComplete(options: PreprocessingOptions | undefined): boolean {
  return options?.range !== undefined || (options?.mean !== undefined && options.std !== undefined);
}

function fallback(
  name: string | undefined,
  size: { height: number; width: number } | undefined,
  { channels, isWhole }: Pick<ImageInput, 'channels' | 'isWhole'>,
): Preprocessing {
  if (name === undefined) return assumedPreprocessing({ ...(size ?? { height: 224, width: 224 }), channels, isWhole });
  const recipe = preset(name);
  return size === undefined ? recipe : preprocessingFromOptions(recipe, { size });
}
