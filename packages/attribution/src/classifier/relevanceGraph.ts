import { type Bounds, lrpComposite, needsBounds, relevanceSeed } from '@smoothgrad/autodiff';
import {
  foldAffines,
  markDenominators,
  markGates,
  recogniseGelu,
  type StaticModel,
  type Value,
  withoutDeadCode,
} from '@smoothgrad/onnx';
import { MethodMismatchError } from '../methods/errors.ts';
import { withScores } from './explainer.ts';
import { HIGH, LOW, SCORES } from './explainerNames.ts';
import { orMismatch } from './orMismatch.ts';
import type { BuildContext, BuiltProgram } from './recipe.ts';
import { BOUNDS, type RelevanceOptions } from './relevanceRecipe.ts';
import { withGradients } from './withGradients.ts';

/** See `relevanceRecipe`. @throws MethodMismatchError the model does not fit */
export function buildRelevanceGraph(context: BuildContext, options: RelevanceOptions): BuiltProgram {
  return orMismatch('lrp', () => build(context, options));
}

function build(context: BuildContext, options: RelevanceOptions): BuiltProgram {
  if (context.score !== 'logit') {
    throw new MethodMismatchError(
      'lrp',
      'relevance starts from logits, and probabilities were asked for: take --score logit',
    );
  }
  const { composite, parameters, targets } = options;
  const { input, target } = context;
  const passes = [recogniseGelu, markGates, markDenominators, foldAffines];
  const forward = passes.reduce((each, pass) => pass(each), withScores(context.model, context));
  const { model: bounded, bounds } = needsBounds(composite) ? withBounds(forward, input.name) : { model: forward };
  const rules = lrpComposite(composite, parameters, bounded, { of: SCORES, input: input.name, bounds });
  const model = withGradients(bounded, {
    wrt: input.name,
    targets,
    rules,
    target,
    seed: relevanceSeed,
    unreached: () =>
      new MethodMismatchError(
        'lrp',
        `no relevance reaches the input '${input.name}': the scores depend on it through gates only`,
      ),
  });
  const facts = { composite, ...(bounds && { [BOUNDS]: 'black and white' }) };
  return { model: { ...model, graph: withoutDeadCode(model.graph) }, facts };
}

/** The model with two more inputs: the least and largest value that each element of the image can have. */
function withBounds(model: StaticModel, input: string): { model: StaticModel; bounds: Bounds } {
  const image = model.values.get(input)!;
  const [low, high] = [LOW, HIGH].map((name): Value => ({ ...image, name })) as [Value, Value];
  const inputs = [low, high].map(({ name, type, shape }) => ({ name, type: { elementType: type, shape } }));
  return {
    model: {
      ...model,
      values: new Map([...model.values, [LOW, low], [HIGH, high]]),
      graph: { ...model.graph, inputs: [...model.graph.inputs, ...inputs] },
    },
    bounds: { low, high },
  };
}
