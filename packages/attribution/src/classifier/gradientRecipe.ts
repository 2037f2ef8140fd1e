import type { RuleTable } from '@smoothgrad/autodiff';
import type { StaticModel } from '@smoothgrad/onnx';
import type { DifferentiatedScore } from './explainer.ts';
import { type BuildContext, type Facts, forTargets, type Recipe } from './recipe.ts';

export interface BackwardOptions {
  /** How cotangents pass back, loaded when the graph is built; default as derivatives. */
  rules?(): Promise<RuleTable>;
  /** What is differentiated, whatever the classifier was opened with. */
  readonly score?: DifferentiatedScore | undefined;
  /** How many scores at once; default 1. */
  readonly targets?: number | undefined;
  /** What is done to the forward graph before. */
  prepare?(model: StaticModel): Promise<StaticModel>;
  /** What results say about the graph; may refuse the model. */
  facts?(context: BuildContext): Promise<Facts>;
}

/** Logits, and what a table of rules passes back from `targets` scores to the image: one forward pass for all of them. */
export function backwardRecipe(name: string, { rules, targets = 1, facts, prepare, score }: BackwardOptions): Recipe {
  return {
    name: forTargets(name, targets),
    async build(context) {
      const { buildExplainer } = await import('./explainer.ts');
      const model = (await prepare?.(context.model)) ?? context.model;
      const { input } = context;
      const known = await facts?.({ ...context, model });
      const table = await rules?.();
      const options = {
        ...context,
        input: input.name,
        rules: table,
        withLogits: true,
        targets,
        ...(score && { score }),
      };
      return { model: buildExplainer(model, options), facts: known };
    },
  };
}

/** Logits and the gradients of `targets` scores by the image. */
export function gradientRecipe(targets = 1): Recipe {
  return backwardRecipe('gradient', { targets });
}
