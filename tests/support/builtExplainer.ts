import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buildExplainer, type PreparedClassifier, prepareClassifier } from '@smoothgrad/attribution';
import { standard } from '@smoothgrad/autodiff';
import { type Engine, type Model, readModel, type Target, type WeightSource, writeModel } from '@smoothgrad/onnx';

/** The explainer of a classifier as bytes, with its weights beside it. */
export interface BuiltExplainer {
  readonly bytes: Uint8Array;
  readonly weights: WeightSource & { readonly files: ReadonlyMap<string, Uint8Array> };
  readonly input: PreparedClassifier['input'];
  readonly classes: number;
}

/** Compiles for `target`; the shapes are learned from `engine`. */
export async function explainerOfFile(path: string, engine: Engine, target: Target): Promise<BuiltExplainer> {
  const bytes = readFileSync(path);
  const name = basename(path);
  return explainerOf(readModel(bytes, name), engine, target, new Map([[name, bytes]]));
}

export async function explainerOf(
  model: Model,
  engine: Engine,
  target: Target,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<BuiltExplainer> {
  const weights = { files };
  const prepared = await prepareClassifier(model, engine, { weights, runtime: target });
  const { input, scores } = prepared;
  const options = { input: input.name, scores, score: 'logit', rules: standard, batch: 1, target } as const;
  const explainer = buildExplainer(prepared.model, options);
  return { bytes: writeModel(explainer, 'reference'), weights, input, classes: scores.classes };
}
