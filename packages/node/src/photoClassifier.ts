import { type Classifier, type ClassifierOptions, findImageInput, openClassifier } from '@smoothgrad/attribution';
import {
  assumedPreprocessing,
  describePreprocessing,
  fixedSize,
  type PreparedPhoto,
  type Preprocessing,
  type PreprocessingOptions,
  preparePhoto,
  preprocessingFromOptions,
  preset,
  type TensorSpec,
  toRgb,
} from '@smoothgrad/image';
import { type Engine, normalise } from '@smoothgrad/onnx';
import type { LoadedModel } from './loadModel.ts';
import { decodePhoto } from './photo/decodePhoto.ts';

export interface PhotoClassifierOptions extends Omit<ClassifierOptions, 'weights' | 'size'> {
  /** Overrides of the published preprocessing. */
  readonly preprocessing?: PreprocessingOptions | undefined;
  /** A named recipe instead of the published one: `torchvision`, `inception`, `caffe`. */
  readonly preset?: string | undefined;
  /** Instead of the published labels. */
  readonly labels?: readonly string[] | undefined;
}

/** A classifier that takes photos. */
export interface PhotoClassifier extends Classifier {
  readonly preprocessing: Preprocessing;
  readonly spec: TensorSpec;
  readonly labels: readonly string[] | undefined;
  /** Set where the preprocessing is a guess: one line to show. */
  readonly assumption: string | undefined;
  /** Decodes and prepares a photo. @throws PhotoError, PreprocessingError */
  prepare(photo: string | Uint8Array): Promise<PreparedPhoto>;
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
  const classifier = await openClassifier(loaded.model, engine, { ...options, weights: loaded.weights, size });
  const { layout, height, width } = classifier.input;
  const spec: TensorSpec = { layout, channels: preprocessing.channels, height, width };
  const labels = options.labels ?? loaded.labels;
  return {
    ...classifier,
    preprocessing,
    spec,
    // Labels of another classifier are worse than none.
    labels: labels?.length === classifier.scores.classes ? labels : undefined,
    assumption: isAssumed
      ? `no preprocessing is published beside the model; assuming ${describePreprocessing(preprocessing)}`
      : undefined,
    prepare: async (photo) => preparePhoto(toRgb(await decodePhoto(photo)), preprocessing, spec),
  };
}

/** The recipe for a model, and the input size where the model leaves it open. */
export function choosePreprocessing(loaded: LoadedModel, options: PhotoClassifierOptions) {
  const input = findImageInput(normalise(loaded.model));
  const asked = options.preprocessing?.size;
  const wanted = typeof asked === 'number' ? { width: asked, height: asked } : asked;
  const published = options.preset === undefined ? loaded.preprocessing : undefined;
  const publishedSize = published && fixedSize(published);
  const height = input.height ?? wanted?.height ?? publishedSize?.height;
  const width = input.width ?? wanted?.width ?? publishedSize?.width;
  const size = height !== undefined && width !== undefined ? { height, width } : undefined;
  const base = published ?? fallback(options.preset, size, input.channels);
  const grey = input.channels === 1 && base.channels !== 'L' ? { channels: 'grey' as const } : {};
  const isAssumed = published === undefined && options.preset === undefined && !isComplete(options.preprocessing);
  return { preprocessing: preprocessingFromOptions(base, { ...grey, ...options.preprocessing }), size, isAssumed };
}

/** Mean and deviation, or the range alone, say all that would have to be guessed. */
function isComplete(options: PreprocessingOptions | undefined): boolean {
  return options?.range !== undefined || (options?.mean !== undefined && options.std !== undefined);
}

function fallback(
  name: string | undefined,
  size: { height: number; width: number } | undefined,
  channels: 1 | 3,
): Preprocessing {
  if (name === undefined) return assumedPreprocessing({ ...(size ?? { height: 224, width: 224 }), channels });
  const recipe = preset(name);
  return size === undefined ? recipe : preprocessingFromOptions(recipe, { size });
}
