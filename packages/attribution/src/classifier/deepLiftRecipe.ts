import type { StaticModel } from '@smoothgrad/onnx';
import { MethodMismatchError } from '../methods/errors.ts';
import { BASELINE, BASELINE_LOGITS, COTANGENT, GRADIENT, LOGITS, SCORES, targetName } from './explainerNames.ts';
import type { BuildContext, BuiltProgram, Recipe } from './recipe.ts';

/**
 * Takes the image and the `baseline`; returns the logits of both (`baseline_logits` beside the usual ones) and the multipliers of
 * `targets` scores as `gradient`, `gradient_1` …, all from the same two forward passes.
 */
export function deepLiftRecipe(targets = 1): Recipe {
  const name = 'deeplift';
  return { name: targets === 1 ? name : `${name}(targets=${targets})`, build: (context) => build(context, targets) };
}

async function build(context: BuildContext, targets: number): Promise<BuiltProgram> {
  const [{ differentiate, deepLiftRules, NotDifferentiableError }, onnx, { withOutput, withScores }, { derivativeOf }] =
    await Promise.all([
      import('@smoothgrad/autodiff'),
      import('@smoothgrad/onnx'),
      import('./explainer.ts'),
      import('./derivative.ts'),
    ]);
  const { input, scores, target } = context;
  if (derivativeOf(context.model, scores.tensor, input.name) !== 'exact')
    throw new MethodMismatchError('deeplift', 'it rounds what it computes (quantisation), which has no rescale rule');
  const forward = onnx.markSelfGates(withScores(context.model, { ...context, withLogits: true }));
  const { model: both, twinOf } = onnx.withTwin(forward, input.name, BASELINE);
  const logits = forward.values.get(LOGITS) ?? forward.values.get(SCORES)!;
  let model: StaticModel = withOutput(both, twinOf(logits).name, BASELINE_LOGITS);
  for (let k = 0; k < targets; k++) {
    const options = { of: SCORES, wrt: [input.name], rules: deepLiftRules(twinOf), target };
    try {
      const backward = differentiate(model, { ...options, cotangent: targetName(COTANGENT, k) });
      model = withOutput(backward.model, backward.gradients.get(input.name)!, targetName(GRADIENT, k));
    } catch (error) {
      if (!(error instanceof NotDifferentiableError)) throw error;
      const [{ op, node, reason }] = error.obstacles as [(typeof error.obstacles)[number]];
      throw new MethodMismatchError('deeplift', `${op} '${node}': ${reason}`);
    }
  }
  return { model: { ...model, graph: onnx.withoutDeadCode(model.graph) } };
}
