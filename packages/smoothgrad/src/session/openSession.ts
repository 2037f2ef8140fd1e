import type { Recipe } from '@smoothgrad/attribution';
import type { Size } from '@smoothgrad/image';
import {
  cacheFolder,
  createNodeEngine,
  type LoadedModel,
  loadModel,
  openDiskCache,
  openPhotoClassifier,
  type PhotoClassifier,
} from '@smoothgrad/node';
import { UsageError } from '../errors.ts';
import { defaultModelPath } from '../model/defaultModel.ts';
import { modelFiles } from '../model/modelFiles.ts';
import { modelName } from '../model/modelName.ts';
import { readLabels } from '../options/labelsFile.ts';
import { preprocessingFrom } from '../options/preprocessingOptions.ts';
import type { SessionFlags } from '../options/sessionOptions.ts';
import { versions } from '../version.ts';
import { readTensor } from './subject.ts';

/** A classifier ready to explain, and what results say about it. */
export interface ExplainSession {
  readonly classifier: PhotoClassifier;
  readonly model: { readonly file: string; readonly sha256: string };
  /** Files that weights lie in, but for the model's own. */
  readonly weightPaths: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  /** Files that are read, which no result may replace. */
  readonly inputs: readonly string[];
  /** Lines about the model the user should know. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

export interface SessionOptions {
  /** The graph that is loaded first. */
  readonly recipe: Recipe | undefined;
  /** All that is run is run once: several workers would have nothing to do. */
  readonly isSerial: boolean;
}

/** Opens the model of the flags. @throws the errors of `loadModel` and `openPhotoClassifier`; UsageError */
export async function openSession(flags: SessionFlags, { recipe, isSerial }: SessionOptions): Promise<ExplainSession> {
  const labels = flags.labels === undefined ? undefined : await readLabels(flags.labels);
  const cache = flags.cache ? openDiskCache(cacheFolder()) : undefined;
  const loaded = await loadModel(flags.model ?? defaultModelPath(), cache);
  const engine = createNodeEngine({ workers: flags.workers ?? (isSerial ? 1 : undefined) });
  try {
    const size = flags.size ?? (await sizeOfTensor(flags.input, loaded));
    const [classifier, hash] = await Promise.all([
      openPhotoClassifier(loaded, engine, {
        preprocessing: preprocessingFrom({ ...flags, ...(size && { size }) }),
        preset: flags.preprocessing,
        scores: flags.scores,
        score: flags.score,
        labels,
        cache,
        memory: flags.memory,
        recipe,
      }),
      loaded.sha256(),
    ]);
    return {
      classifier,
      model: { file: modelName(flags.model, loaded.file), sha256: hash },
      weightPaths: [...loaded.weightPaths].filter(([name]) => name !== loaded.weightsFile).map(([, path]) => path),
      versions: versions(engine.name),
      inputs: inputsOf(loaded, flags),
      warnings: warningsAbout(classifier, flags, labels?.length),
      close: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Of a tensor the user gives, for models that take any size. */
async function sizeOfTensor(path: string | undefined, loaded: LoadedModel): Promise<Size | undefined> {
  if (path === undefined) return undefined;
  const input = loaded.input();
  if (input.height !== undefined && input.width !== undefined) return undefined;
  const { shape } = await readTensor(path);
  const [height, width] = input.layout === 'NCHW' ? shape.slice(2) : shape.slice(1);
  return height && width ? { height, width } : undefined;
}

function inputsOf(loaded: LoadedModel, { labels, input }: SessionFlags): string[] {
  return [...modelFiles(loaded), labels, input].filter((file) => file !== undefined);
}

function warningsAbout(
  { assumption, scores, labels, labelsProblem, memoryProblem }: PhotoClassifier,
  flags: SessionFlags,
  given: number | undefined,
): string[] {
  if (given !== undefined && labels === undefined) {
    throw new UsageError(
      `${flags.labels} has ${given} labels, the model ${scores.classes} classes: give one label for each`,
    );
  }
  const warnings: string[] = [];
  // A prepared tensor is not preprocessed.
  if (assumption !== undefined && flags.input === undefined) warnings.push(assumption);
  if (labelsProblem !== undefined) warnings.push(labelsProblem);
  if (memoryProblem !== undefined) warnings.push(memoryProblem);
  if (scores.kind === 'probability') {
    warnings.push(
      'the gradient of a probability p vanishes where p is near 0 or 1: noisy copies are weighted by p(1 − p)',
    );
  }
  return warnings;
}
