import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buildExplainer, type PreparedClassifier, prepareClassifier } from '@smoothgrad/attribution';
import { standard } from '@smoothgrad/autodiff';
import {
  type Engine,
  elementCount,
  type Model,
  readModel,
  type Target,
  type WeightSource,
  writeModel,
} from '@smoothgrad/onnx';
import { oneHot } from './models.ts';

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

/** The classifiers beside the clone, the one without switches first. */
export const networks = [
  'vit-tiny',
  'squeezenet-1.1',
  'tiny-darknet',
  'mobilenet-v1',
  'mobilenet-v2',
  'efficientnet-lite0',
  'inception-v3-nsfw',
];

/** ∂score/∂image of the second class. */
export async function gradientIn(
  engine: Engine,
  { bytes, weights, input, classes }: BuiltExplainer,
  image: Float32Array,
): Promise<Float32Array> {
  const session = await engine.createSession({ model: bytes, weights, optimisation: 'all' });
  const { gradient } = await session.run({
    [input.name]: { type: 'float32', shape: input.shape, data: image.slice(0, elementCount(input.shape)) },
    cotangent: { type: 'float32', shape: [1, classes], data: oneHot(classes, 1) },
  });
  await session.close();
  return gradient!.data as Float32Array;
}
