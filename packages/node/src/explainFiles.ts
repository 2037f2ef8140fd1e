import { type Attribution, type ExplainOptions, explain, resolveTarget } from '@smoothgrad/attribution';
import type { DecodedImage, PreparedPhoto } from '@smoothgrad/image';
import { cacheFolder } from './cache/cacheFolder.ts';
import { type Cache, openDiskCache } from './cache/diskCache.ts';
import { createNodeEngine } from './engine/createNodeEngine.ts';
import { loadModel } from './loadModel.ts';
import { decodePhoto } from './photo/decodePhoto.ts';
import { openPhotoClassifier, type PhotoClassifier, type PhotoClassifierOptions } from './photoClassifier.ts';

export interface ExplainFilesOptions
  extends Omit<ExplainOptions, 'target' | 'labels'>,
    Pick<PhotoClassifierOptions, 'scores' | 'score' | 'preprocessing' | 'preset' | 'labels' | 'memory'> {
  /** An index, a label, `best:LABEL` (see `resolveTarget`), or a function of the clean photo's logits. Default: the top class. */
  readonly target?: ExplainOptions['target'] | string;
  /** Threads, each with its copy of the model. Default: the available cores, at most 4. */
  readonly workers?: number | undefined;
  /**
   * Keeps the compiled explainer for the next time, as the command line does: true for the user's cache folder, or a cache
   * (`openDiskCache`). Default false: a library writes no files unasked.
   */
  readonly cache?: Cache | boolean | undefined;
}

/** A result, and the photo as the network saw it, for pictures. */
export interface Explanation extends Attribution {
  readonly photo: PreparedPhoto;
}

/**
 * Explains the decision of a model file on a photo file.
 *
 * @param model path of an .onnx file or of a folder with one, or a classifier opened before (`openPhotoClassifier`), which is
 *   cheaper for many photos, stays open, and has its own scores, score, preprocessing, labels and workers
 * @param photo path, or the bytes of the file
 * @throws the errors of `loadModel`, `openPhotoClassifier`, `decodePhoto`, `resolveTarget` and `refine`
 * @example
 * const { map, target } = await explainFiles('model.onnx', 'cat.jpg', { method: smoothGrad(gradient, { samples: 50 }) });
 */
export async function explainFiles(
  model: string | PhotoClassifier,
  photo: string | Uint8Array,
  options: ExplainFilesOptions = {},
): Promise<Explanation> {
  if (typeof model !== 'string') return explainWith(model, photo, options);
  const engine = createNodeEngine({ workers: options.workers });
  const cache = options.cache === true ? openDiskCache(cacheFolder()) : options.cache || undefined;
  try {
    const [classifier, image] = await Promise.all([
      loadModel(model, cache).then((loaded) => openPhotoClassifier(loaded, engine, { ...options, cache })),
      decodePhoto(photo),
    ]);
    return await explainWith(classifier, image, options);
  } finally {
    await engine.close();
  }
}

async function explainWith(
  classifier: PhotoClassifier,
  photo: string | Uint8Array | DecodedImage,
  { target, method, signal }: ExplainFilesOptions,
): Promise<Explanation> {
  const prepared = await classifier.prepare(photo);
  const { labels } = classifier;
  const { classes } = classifier.scores;
  const choose = (text: string) => (scores: Float32Array) => resolveTarget(text, { labels, scores, classes }).index;
  const chosen = typeof target === 'string' ? choose(target) : target;
  const attribution = await explain(classifier, prepared, { method, signal, labels, target: chosen });
  return { ...attribution, photo: prepared };
}
