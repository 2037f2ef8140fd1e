import { type Engine, type Model, writeModel } from '@smoothgrad/onnx';
import type { CompiledClassifier, ScoreKind } from './compiledClassifier.ts';
import { derivativeOf } from './derivative.ts';
import { type PreparedClassifier, type PrepareOptions, prepareClassifier } from './prepare.ts';
import type { Recipe } from './recipe.ts';
import { workerMemory } from './workerMemory.ts';

export interface ClassifierOptions extends Omit<PrepareOptions, 'batch'> {
  /** What is differentiated; default the logit. */
  readonly score?: ScoreKind | undefined;
  /** The same model prepared before, in the same way: saves doing it again. */
  readonly prepared?: PreparedClassifier | undefined;
}

/** A compiled recipe, and what finding faults in it needs. */
export interface Compilation {
  readonly compiled: CompiledClassifier;
  readonly explainer: Model;
  /** The name a value has in the user's file. */
  originalName(name: string): string;
}

/** The work of `createCompiler`: reads the structure of the classifier, which all recipes share. */
export async function compileRecipes(
  source: Model,
  engine: Engine,
  options: ClassifierOptions = {},
): Promise<(recipe: Recipe) => Promise<Compilation>> {
  const prepared = options.prepared ?? (await prepareClassifier(source, engine, options));
  const { model, input, scores, batch, originalName } = prepared;
  const { score = 'logit', runtime: target = engine.target } = options;
  return async (recipe) => {
    const { model: explainer, facts } = await recipe.build({
      model,
      input,
      scores,
      batch,
      score,
      target,
      originalName,
    });
    const compiled = {
      explainer: writeModel(explainer, 'reference'),
      input,
      scores: { ...scores, tensor: originalName(scores.tensor), kind: score },
      derivative: derivativeOf(model, scores.tensor, input.name),
      memory: workerMemory(explainer.graph, model.values.values()),
      ...(facts && { facts }),
    };
    return { compiled, explainer, originalName };
  };
}
