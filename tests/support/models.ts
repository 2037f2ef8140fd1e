import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Classifier, type ClassifierOptions, openClassifier, type Recipe } from '@smoothgrad/attribution';
import { type Engine, readModel } from '@smoothgrad/onnx';

/** Opens an .onnx file in a test engine. */
export function openFile(
  path: string,
  engine: Engine,
  options: ClassifierOptions & { readonly recipe?: Recipe | undefined } = {},
): Promise<Classifier> {
  const model = readModel(readFileSync(path), basename(path));
  return openClassifier(model, engine, { weights: { folder: dirname(path) }, ...options });
}

export function oneHot(classes: number, target: number): Float32Array {
  const cotangent = new Float32Array(classes);
  cotangent[target] = 1;
  return cotangent;
}
