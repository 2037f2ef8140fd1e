import type { StaticModel, Target } from '@smoothgrad/onnx';
import type { ScoreKind } from './compiledClassifier.ts';
import type { PreparedClassifier } from './prepare.ts';

/** Something to report about a result: JSON. */
export type Fact = string | number | boolean | null | readonly Fact[];
export type Facts = Readonly<Record<string, Fact>>;

/** A graph made of a classifier for a method to run. A plain value: made once, and kept by its name. */
export interface Recipe {
  /** Unlike that of any other recipe, with everything that has a say in the graph: `lrp(epsilon=1e-9)`. */
  readonly name: string;
  /**
   * Loads what building needs only now: a graph may come from a cache.
   *
   * @throws MethodMismatchError the method does not fit the model
   */
  build(context: BuildContext): Promise<BuiltProgram>;
}

/** The name of a recipe that has no further settings than how many targets there are. */
export function forTargets(name: string, targets: number): string {
  return targets === 1 ? name : `${name}(targets=${targets})`;
}

/** What a recipe is made of. */
export interface BuildContext extends Pick<PreparedClassifier, 'model' | 'input' | 'scores' | 'batch'> {
  /** What is differentiated. */
  readonly score: ScoreKind;
  /** The runtime the graph is for. */
  readonly target: Target;
  /** The name a value has in the user's file. */
  originalName(name: string): string;
}

export interface BuiltProgram {
  /**
   * Takes the image under its own name, and whatever else the method feeds; returns `logits` [N, classes] (or `scores`, where those
   * are the logits) and whatever else the method fetches.
   */
  readonly model: StaticModel;
  /** What results say about the graph: kept with it. */
  readonly facts?: Facts | undefined;
}
