import type { Derivative } from './derivative.ts';
import type { PreparedClassifier } from './prepare.ts';
import type { Facts } from './recipe.ts';
import type { Scores } from './scores.ts';

export type ScoreKind = 'logit' | 'probability';

/** All that loading a classifier and one recipe needs, as plain data: it can be kept, and its model need not be read again. */
export interface CompiledClassifier {
  /** The explainer as an ONNX model, whose weights are references into the files of the classifier. */
  readonly explainer: Uint8Array;
  readonly input: PreparedClassifier['input'];
  readonly scores: Scores & { readonly kind: ScoreKind };
  readonly derivative: Derivative;
  /** What the recipe says about its graph. */
  readonly facts?: Facts | undefined;
  /** What loading and running it takes in memory for each worker, in bytes: an estimate. */
  readonly memory: number;
}
