import {
  assumedPreprocessing,
  fixedSize,
  type Preprocessing,
  PreprocessingError,
  type PreprocessingOptions,
  preprocessingFromOptions,
  preset,
  type Size,
} from '@smoothgrad/image';
import type { ImageInput } from '../classifier/imageInput.ts';
import type { PublishedModel } from './publishedModel.ts';

export interface PreprocessingChoice {
  /** Overrides of the published preprocessing. */
  readonly preprocessing?: PreprocessingOptions | undefined;
  /** A named recipe instead of the published one: `torchvision`, `inception`, `caffe`. */
  readonly preset?: string | undefined;
}

/** How photos are prepared for a model. */
export interface ChosenPreprocessing {
  readonly preprocessing: Preprocessing;
  /** Undefined where nothing says. */
  readonly size: Size | undefined;
  readonly isAssumed: boolean;
}

/** The recipe for a model's photos, and whether it is a guess. @throws PreprocessingError the published one is unusable, or options do not fit */
export function choosePreprocessing(model: PublishedModel, options: PreprocessingChoice): ChosenPreprocessing {
  const input = model.input();
  const size = chooseSize(model, options.preprocessing?.size);
  const published = options.preset === undefined ? model.preprocessing() : undefined;
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
export function chooseSize(model: PublishedModel, asked: PreprocessingOptions['size']): Size | undefined {
  const input = model.input();
  const wanted = typeof asked === 'number' ? { width: asked, height: asked } : asked;
  const isOpen = input.height === undefined || input.width === undefined;
  const published = isOpen && wanted === undefined ? publishedSize(model) : undefined;
  const height = input.height ?? wanted?.height ?? published?.height;
  const width = input.width ?? wanted?.width ?? published?.width;
  return height !== undefined && width !== undefined ? { height, width } : undefined;
}

/** An unusable recipe gives no size; whoever needs the recipe itself hears why. */
function publishedSize(model: PublishedModel): Size | undefined {
  try {
    const recipe = model.preprocessing();
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
  size: Size | undefined,
  { channels, isWhole }: Pick<ImageInput, 'channels' | 'isWhole'>,
): Preprocessing {
  if (name === undefined) return assumedPreprocessing({ ...(size ?? { height: 224, width: 224 }), channels, isWhole });
  const recipe = preset(name);
  return size === undefined ? recipe : preprocessingFromOptions(recipe, { size });
}
