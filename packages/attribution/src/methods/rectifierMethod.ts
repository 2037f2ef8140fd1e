import type { RuleTable } from '@smoothgrad/autodiff';
import { backwardRecipe } from '../classifier/gradientRecipe.ts';
import type { Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';

/** A method that is the gradient by another table of rules for rectifiers. */
export function rectifierMethod(name: string, rules: () => Promise<RuleTable>): Method {
  const recipe = (targets: number) =>
    backwardRecipe(name, {
      targets,
      rules,
      prepare: async (model) => (await import('@smoothgrad/onnx')).markGates(model),
      async facts(context) {
        const { rectifierFacts } = await import('../classifier/rectifierFacts.ts');
        return rectifierFacts(name, context.model, context);
      },
    });
  const method: Method = {
    name,
    unit: { text: `${name} of S`, order: 1 },
    recipes: (targets) => [recipe(targets)],
    async evaluate({ classifier, cotangents }, tensor) {
      const program = await classifier.program(recipe(cotangents.length));
      const { logits, gradients } = await program.run(tensor, cotangents);
      return { logits, findings: gradients.map((map) => ({ map, facts: program.facts })) };
    },
    refine: (problem) => refineOnce(method, problem),
  };
  return method;
}
