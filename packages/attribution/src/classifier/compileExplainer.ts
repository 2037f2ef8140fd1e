import { type RuleTable, standard } from '@smoothgrad/autodiff';
import { type Engine, type Model, writeModel } from '@smoothgrad/onnx';
import type { CompiledClassifier, ScoreKind } from './compiledClassifier.ts';
import { derivativeOf } from './derivative.ts';
import { buildExplainer } from './explainer.ts';
import { type PrepareOptions, prepareClassifier } from './prepare.ts';
import { workerMemory } from './workerMemory.ts';

export interface ClassifierOptions extends Omit<PrepareOptions, 'batch'> {
  /** What is differentiated; default the logit. */
  readonly score?: ScoreKind | undefined;
  /** How cotangents pass back; default the derivative. */
  readonly rules?: RuleTable | undefined;
}

/** A compiled classifier, and what finding faults in it needs. */
export interface Compilation {
  readonly compiled: CompiledClassifier;
  readonly explainer: Model;
  /** The name a value has in the user's file. */
  originalName(name: string): string;
}

/** The work of `compileClassifier`. */
export async function compileExplainer(
  source: Model,
  engine: Engine,
  options: ClassifierOptions = {},
): Promise<Compilation> {
  const { model, input, scores, originalName } = await prepareClassifier(source, engine, options);
  const score = options.score ?? 'logit';
  const explainer = buildExplainer(model, {
    input: input.name,
    scores,
    score,
    withLogits: true,
    rules: options.rules ?? standard,
    batch: 1,
    target: options.runtime ?? engine.target,
  });
  const compiled = {
    explainer: writeModel(explainer, 'reference'),
    input,
    scores: { ...scores, tensor: originalName(scores.tensor), kind: score },
    derivative: derivativeOf(model, scores.tensor, input.name),
    memory: workerMemory(explainer.graph, model.values.values()),
  };
  return { compiled, explainer, originalName };
}
