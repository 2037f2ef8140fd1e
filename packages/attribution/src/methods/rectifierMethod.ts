import type { RuleTable } from '@smoothgrad/autodiff';
import { backwardRecipe } from '../classifier/gradientRecipe.ts';
import type { BuildContext, Facts, Recipe } from '../classifier/recipe.ts';
import { MethodMismatchError } from './errors.ts';
import type { Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';
import { rectifiedDerivative } from './unit.ts';

/** A method that passes scores back to the image by a table with other rules for rectifiers. */
export function rectifierMethod(name: string, rules: () => Promise<RuleTable>): Method {
  const method: Method = {
    name,
    unit: rectifiedDerivative,
    recipes: (targets) => [rectifierRecipe(name, targets, rules)],
    async evaluate({ classifier, cotangents }, tensor) {
      const program = await classifier.program(rectifierRecipe(name, cotangents.length, rules));
      const { logits, gradients } = await program.run(tensor, cotangents);
      return { logits, findings: gradients.map((map) => ({ map, facts: program.facts })) };
    },
    refine: (problem) => refineOnce(method, problem),
  };
  return method;
}

function rectifierRecipe(name: string, targets: number, rules: () => Promise<RuleTable>): Recipe {
  return backwardRecipe(name, {
    targets,
    rules,
    prepare: async (model) => (await import('@smoothgrad/onnx')).markGates(model),
    facts: (context) => activationFacts(name, context),
  });
}

/** @throws MethodMismatchError no activation is a rectifier: the map would be the plain gradient by another name */
async function activationFacts(name: string, { model, scores, input }: BuildContext): Promise<Facts> {
  const { countActivations } = await import('@smoothgrad/autodiff');
  const { rectifiers, activations } = countActivations(model, scores.tensor, [input.name]);
  if (rectifiers > 0) return { rectifiers, activations };
  throw new MethodMismatchError(
    name,
    `none of its ${activations} activations is a rectifier (Relu, LeakyRelu, PRelu, Clip from 0 up), so nothing would differ from the gradient`,
  );
}
