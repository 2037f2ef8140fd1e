import { type Attribution, type ExplainOptions, explain, resolveTarget } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import { createNodeEngine } from './engine/createNodeEngine.ts';
import { loadModel } from './loadModel.ts';
import { openPhotoClassifier, type PhotoClassifier, type PhotoClassifierOptions } from './photoClassifier.ts';

export interface ExplainFilesOptions
  extends Omit<ExplainOptions, 'target' | 'labels'>,
    Pick<PhotoClassifierOptions, 'scores' | 'score' | 'preprocessing' | 'preset' | 'labels'> {
  /** An index, a label, `best:LABEL` (see `resolveTarget`), or a function of the clean photo's logits. Default: the top class. */
  readonly target?: ExplainOptions['target'] | string;
  /** Threads, each with its copy of the model. Default: the available cores, at most 4. */
  readonly workers?: number | undefined;
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
  try {
    return await explainWith(await openPhotoClassifier(await loadModel(model), engine, options), photo, options);
  } finally {
    await engine.close();
  }
}

async function explainWith(
  classifier: PhotoClassifier,
  photo: string | Uint8Array,
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
