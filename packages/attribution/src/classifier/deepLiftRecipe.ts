import { MethodMismatchError } from '../methods/errors.ts';
import { BASELINE, BASELINE_LOGITS, LOGITS, SCORES } from './explainerNames.ts';
import { orMismatch } from './orMismatch.ts';
import { type BuildContext, type BuiltProgram, forTargets, type Recipe } from './recipe.ts';

/**
 * Takes the image and the `baseline`; returns the logits of both (`baseline_logits` beside the usual ones) and the multipliers of
 * `targets` scores as `gradient`, `gradient_1` …, all from the same two forward passes.
 */
export function deepLiftRecipe(targets = 1): Recipe {
  return {
    name: forTargets('deeplift', targets),
    build: (context) => orMismatch('deeplift', () => build(context, targets)),
  };
}

async function build(context: BuildContext, targets: number): Promise<BuiltProgram> {
  const [{ deepLiftRules }, onnx, { withScores }, { withGradients, withOutput }, { derivativeOf }] = await Promise.all([
    import('@smoothgrad/autodiff'),
    import('@smoothgrad/onnx'),
    import('./explainer.ts'),
    import('./withGradients.ts'),
    import('./derivative.ts'),
  ]);
  const { input, scores, target } = context;
  if (derivativeOf(context.model, scores.tensor, input.name) !== 'exact')
    throw new MethodMismatchError('deeplift', 'it rounds what it computes (quantisation), which has no rescale rule');
  const forward = onnx.markSelfGates(withScores(context.model, { ...context, withLogits: true }));
  const { model: both, twinOf } = onnx.withTwin(forward, input.name, BASELINE);
  const logits = forward.values.get(LOGITS) ?? forward.values.get(SCORES)!;
  const model = withGradients(withOutput(both, twinOf(logits).name, BASELINE_LOGITS), {
    wrt: input.name,
    targets,
    rules: deepLiftRules(twinOf),
    target,
    unreached: () =>
      new MethodMismatchError('deeplift', `no difference of the input '${input.name}' passes to the scores`),
  });
  return { model: { ...model, graph: onnx.withoutDeadCode(model.graph) } };
}
