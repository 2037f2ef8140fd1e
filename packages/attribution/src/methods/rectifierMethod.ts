import type { RuleTable } from '@smoothgrad/autodiff';
import { backwardRecipe } from '../classifier/gradientRecipe.ts';
import type { BuildContext, Facts } from '../classifier/recipe.ts';
import { backwardMethod } from './backwardMethod.ts';
import { MethodMismatchError } from './errors.ts';
import type { Method } from './method.ts';
import { rectifiedDerivative } from './unit.ts';

/** A method that passes scores back to the image by a table with other rules for rectifiers. */
export function rectifierMethod(name: string, rules: () => Promise<RuleTable>): Method {
  return backwardMethod(name, rectifiedDerivative, (targets) =>
    backwardRecipe(name, {
      targets,
      rules,
      prepare: async (model) => (await import('./rectifierRules.ts')).markGates(model),
      facts: (context) => activationFacts(name, context),
    }),
  );
}

/** @throws MethodMismatchError no activation is a rectifier: the map would be the plain gradient by another name */
async function activationFacts(name: string, { model, scores, input }: BuildContext): Promise<Facts> {
  const { countActivations } = await import('./rectifierRules.ts');
  const { rectifiers, activations } = countActivations(model, scores.tensor, [input.name]);
  if (rectifiers > 0) return { rectifiers, activations };
  throw new MethodMismatchError(
    name,
    `none of its ${activations} activations is a rectifier (Relu, LeakyRelu, PRelu, Clip from 0 up), so nothing would differ from the gradient`,
  );
}
