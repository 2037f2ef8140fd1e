import { type ClassifierOptions, type Compiled, createCompiler, type Recipe } from '@smoothgrad/attribution';
import type { Engine } from '@smoothgrad/onnx';
import { fileIdentity } from '../files/fileIdentity.ts';
import type { LoadedModel } from '../loadModel.ts';
import type { Cache } from './diskCache.ts';
import { type ExplainerKey, keptClassifiers } from './keptClassifiers.ts';

export interface CachedOptions extends ClassifierOptions {
  readonly cache?: Cache | undefined;
}

/** Compiles recipes, or takes them from the cache; what is compiled is kept there. */
export function compilerWithCache(
  loaded: LoadedModel,
  engine: Engine,
  { cache, ...options }: CachedOptions,
): (recipe: Recipe) => Promise<Compiled> {
  const compile = createCompiler(loaded.model, engine, options);
  const classifiers = cache && keptClassifiers(cache);
  return async (recipe) => {
    const key = classifiers && (await explainerKey(loaded, engine, recipe, options));
    const kept = await classifiers?.get(key!);
    if (kept !== undefined) return { compiled: kept, compilation: () => compile(recipe) };
    const made = await compile(recipe);
    await classifiers?.put(key!, made.compiled);
    return { compiled: made.compiled, compilation: async () => made };
  };
}

async function explainerKey(
  loaded: LoadedModel,
  engine: Engine,
  { name }: Recipe,
  { size, scores, score = 'logit', runtime = engine.target }: ClassifierOptions,
): Promise<ExplainerKey> {
  const others = [...loaded.weightPaths].filter(([location]) => location !== loaded.weightsFile);
  const weights = others.map(async ([location, path]) => [location, await fileIdentity(path)] as const);
  return {
    recipe: name,
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
