import { type Preprocessing, parseLabels, parsePreprocessorConfig, parsePretrainedConfig } from '@smoothgrad/image';
import type { ImageInput } from '../classifier/imageInput.ts';

/** A model and what was published with it. */
export interface PublishedModel {
  /** The input that takes the photo. @throws ClassifierError there is none */
  input(): ImageInput;
  /** In class order. @throws Error they are unusable */
  labels(): readonly string[] | undefined;
  /** @throws PreprocessingError it is unusable */
  preprocessing(): Preprocessing | undefined;
}

/** The files beside a model (the convention of the Hugging Face hub), as parsed JSON; undefined where there is none. */
export interface PublishedFiles {
  /** `config.json`. */
  config(): unknown;
  /** `preprocessor_config.json`. */
  preprocessorConfig(): unknown;
}

/** From `config.json`: `id2label`, `label_names`. @throws PreprocessingError they are unusable */
export function publishedLabels({ config }: Pick<PublishedFiles, 'config'>): readonly string[] | undefined {
  const settings = config();
  const isPublished =
    typeof settings === 'object' && settings !== null && ('id2label' in settings || 'label_names' in settings);
  return isPublished ? parseLabels(settings) : undefined;
}

/** From `preprocessor_config.json`, or timm's part of `config.json`. @throws PreprocessingError it is unusable */
export function publishedPreprocessing({ config, preprocessorConfig }: PublishedFiles): Preprocessing | undefined {
  const published = preprocessorConfig();
  if (published !== undefined) return parsePreprocessorConfig(published);
  const settings = config();
  return settings === undefined ? undefined : parsePretrainedConfig(settings);
}
