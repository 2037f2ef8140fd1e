import type { Recipe } from '../classifier/recipe.ts';
import type { Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';
import type { MapUnit } from './unit.ts';

/**
 * A method whose map is what one graph passes back from the scores to the input.
 *
 * @param recipe the graph for that many targets
 * @param mapOf the map, of what is passed back; default that itself
 */
export function backwardMethod(
  name: string,
  unit: MapUnit,
  recipe: (targets: number) => Recipe,
  mapOf: (gradient: Float32Array) => Float32Array = (gradient) => gradient,
): Method {
  const method: Method = {
    name,
    unit,
    recipes: (targets) => [recipe(targets)],
    async evaluate({ classifier, cotangents }, tensor) {
      const program = await classifier.program(recipe(cotangents.length));
      const { logits, gradients } = await program.run(tensor, cotangents);
      return { logits, findings: gradients.map((gradient) => ({ map: mapOf(gradient), facts: program.facts })) };
    },
    refine: (problem) => refineOnce(method, problem),
  };
  return method;
}
