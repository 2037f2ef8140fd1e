import {
  type ClassifierOptions,
  type CompiledClassifier,
  choosePreprocessing,
  chooseSize,
  openClassifier,
  type PhotoClassifier as PhotoClassifierOf,
  type PreparedClassifier,
  type PreprocessingChoice,
  prepareClassifier,
  type Recipe,
  withPhotos,
} from '@smoothgrad/attribution';
import type { DecodedImage } from '@smoothgrad/image';
import type { Engine } from '@smoothgrad/onnx';
import { decodePhoto } from '../photo/decodePhoto.ts';
import type { WebModel } from './openModel.ts';

export interface PhotoClassifierOptions extends Omit<ClassifierOptions, 'weights' | 'size'>, PreprocessingChoice {
  /** Instead of the published labels. */
  readonly labels?: readonly string[] | undefined;
  /** The graph that is loaded first: that of the first method. Default that of plain gradients. */
  readonly recipe?: Recipe | undefined;
}

/** A classifier that takes photos: files, or their pixels. */
export type PhotoClassifier = PhotoClassifierOf<Blob | DecodedImage>;

/**
 * Reads the structure of a model: its image input, its class scores, all shapes. For `inspectClassifier(opened.model, prepared)`, which says
 * what a model is and what stands in its way; `openPhotoClassifier` takes it as an option, and need not do it again.
 *
 * @throws ClassifierError it is no image classifier; SpecialisationError; PreprocessingError
 */
export function prepareModel(
  opened: WebModel,
  engine: Engine,
  { preprocessing, scores }: Pick<PhotoClassifierOptions, 'preprocessing' | 'scores'> = {},
): Promise<PreparedClassifier> {
  const size = chooseSize(opened, preprocessing?.size);
  return prepareClassifier(opened.model, engine, { weights: opened.weights, size, scores });
}

/**
 * Compiles a model and settles how photos are prepared for it: options, else a preset, else the published configuration,
 * else an assumption that is stated (`assumption`). Each method's graph is compiled when it is first asked for; compiling takes
 * some hundred milliseconds of this thread: call it in a worker.
 *
 * @throws ClassifierError, NotDifferentiableError, SpecialisationError, PreprocessingError; the errors of the engine
 * @example
 * const classifier = await openPhotoClassifier(await openModel(files), await createWebEngine());
 * const { map } = await explain(classifier, await classifier.prepare(photo));
 */
export async function openPhotoClassifier(
  opened: WebModel,
  engine: Engine,
  { labels, ...options }: PhotoClassifierOptions = {},
): Promise<PhotoClassifier> {
  const chosen = choosePreprocessing(opened, options);
  const { weights } = opened;
  const parallel = ({ memory }: CompiledClassifier) => Math.max(1, Math.floor(memoryBudget() / memory));
  const classifier = await openClassifier(opened.model, engine, { ...options, weights, size: chosen.size, parallel });
  const decode = async (photo: Blob | DecodedImage) => (photo instanceof Blob ? decodePhoto(photo) : photo);
  return withPhotos(classifier, { chosen, published: opened, labels, decode });
}

/** Bytes that all copies of a model may take: half of the machine's memory, of which few browsers tell. */
function memoryBudget(): number {
  const { deviceMemory = 4 } = navigator as { readonly deviceMemory?: number };
  return deviceMemory * 2 ** 29;
}
