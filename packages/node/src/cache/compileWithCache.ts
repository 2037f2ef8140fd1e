import {
  type ClassifierOptions,
  type Compilation,
  type CompiledClassifier,
  compileClassifier,
} from '@smoothgrad/attribution';
import type { Engine } from '@smoothgrad/onnx';
import { fileIdentity } from '../files/fileIdentity.ts';
import type { LoadedModel } from '../loadModel.ts';
import type { Cache } from './diskCache.ts';
import { type ExplainerKey, keptClassifiers } from './keptClassifiers.ts';

export interface CachedOptions extends ClassifierOptions {
  readonly cache?: Cache | undefined;
}

export interface Compiled {
  readonly compiled: CompiledClassifier;
  /** What finding faults needs: compiled again where it came from the cache. */
  readonly compilation: () => Promise<Compilation>;
}

/** The compiled classifier from the cache, or compiled now and kept there. */
export async function compileWithCache(
  loaded: LoadedModel,
  engine: Engine,
  { cache, ...options }: CachedOptions,
): Promise<Compiled> {
  const compilation = async () => compileClassifier(await loaded.model(), engine, options);
  // Tables of rules have no names to be found by.
  if (cache === undefined || options.rules !== undefined) {
    const made = await compilation();
    return { compiled: made.compiled, compilation: async () => made };
  }
  const key = await explainerKey(loaded, engine, options);
  const classifiers = keptClassifiers(cache);
  const kept = await classifiers.get(key);
  if (kept !== undefined) return { compiled: kept, compilation };
  const made = await compilation();
  await classifiers.put(key, made.compiled);
  return { compiled: made.compiled, compilation: async () => made };
}

async function explainerKey(
  loaded: LoadedModel,
  engine: Engine,
  { size, scores, score = 'logit', runtime = engine.target }: ClassifierOptions,
): Promise<ExplainerKey> {
  const others = [...loaded.weightPaths].filter(([location]) => location !== loaded.weightsFile);
  const weights = others.map(async ([location, path]) => [location, await fileIdentity(path)] as const);
  return {
    model: await loaded.sha256(),
    file: loaded.weightsFile,
    weights: Object.fromEntries(await Promise.all(weights)),
    engine: engine.name,
    target: runtime,
    size: size === undefined ? null : [size.height, size.width],
    scores: scores ?? null,
    score,
  };
}
