import { deepLiftRules } from '@smoothgrad/autodiff';
import { markSelfGates, withoutDeadCode, withTwin } from '@smoothgrad/onnx';
import { MethodMismatchError } from '../methods/errors.ts';
import { derivativeOf } from './derivative.ts';
import { withScores } from './explainer.ts';
import { BASELINE, BASELINE_LOGITS, LOGITS, SCORES } from './explainerNames.ts';
import { orMismatch } from './orMismatch.ts';
import type { BuildContext, BuiltProgram } from './recipe.ts';
import { withGradients, withOutput } from './withGradients.ts';

/** See `deepLiftRecipe`. @throws MethodMismatchError the model does not fit */
export function buildDeepLiftGraph(context: BuildContext, targets: number): BuiltProgram {
  return orMismatch('deeplift', () => build(context, targets));
}

function build(context: BuildContext, targets: number): BuiltProgram {
  const { input, scores, target } = context;
  if (derivativeOf(context.model, scores.tensor, input.name) !== 'exact')
    throw new MethodMismatchError('deeplift', 'it rounds what it computes (quantisation), which has no rescale rule');
  const forward = markSelfGates(withScores(context.model, { ...context, withLogits: true }));
  const { model: both, twinOf } = withTwin(forward, input.name, BASELINE);
  const logits = forward.values.get(LOGITS) ?? forward.values.get(SCORES)!;
  const model = withGradients(withOutput(both, twinOf(logits).name, BASELINE_LOGITS), {
    wrt: input.name,
    targets,
    rules: deepLiftRules(twinOf),
    target,
    unreached: () =>
      new MethodMismatchError('deeplift', `no difference of the input '${input.name}' passes to the scores`),
  });
  return { model: { ...model, graph: withoutDeadCode(model.graph) } };
}
