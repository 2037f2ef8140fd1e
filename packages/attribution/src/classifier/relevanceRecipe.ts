import type { Bounds, LrpCompositeName, LrpParameters } from '@smoothgrad/autodiff';
import type { StaticModel, Value } from '@smoothgrad/onnx';
import { MethodMismatchError } from '../methods/errors.ts';
import { HIGH, LOW, SCORES } from './explainerNames.ts';
import { orMismatch } from './orMismatch.ts';
import type { BuildContext, BuiltProgram, Recipe } from './recipe.ts';

/** The fact that tells of a graph that takes bounds of the input, and which. */
export const BOUNDS = 'bounds';

export interface RelevanceOptions {
  readonly composite: LrpCompositeName;
  readonly parameters: LrpParameters;
  readonly targets: number;
}

/**
 * Logits, and the relevance of the image for `targets` scores: one forward pass for all of them. The name holds every parameter.
 *
 * The graph is not made economical, as those of gradients are: that is right for derivatives only.
 */
export function relevanceRecipe({ composite, parameters, targets }: RelevanceOptions): Recipe {
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return {
    name: `lrp(${[`composite=${composite}`, ...values, `targets=${targets}`].join(',')})`,
    build: (context) => orMismatch('lrp', () => build(context, { composite, parameters, targets })),
  };
}

async function build(context: BuildContext, options: RelevanceOptions): Promise<BuiltProgram> {
  if (context.score !== 'logit') {
    throw new MethodMismatchError(
      'lrp',
      'relevance starts from logits, and probabilities were asked for: take --score logit',
    );
  }
  const [onnx, { withScores }, { withGradients }, { lrpComposite, needsBounds, relevanceSeed }] = await Promise.all([
    import('@smoothgrad/onnx'),
    import('./explainer.ts'),
    import('./withGradients.ts'),
    import('@smoothgrad/autodiff'),
  ]);
  const { composite, parameters, targets } = options;
  const { input, target } = context;
  const passes = [onnx.recogniseGelu, onnx.markGates, onnx.markDenominators, onnx.foldAffines];
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
  return { model: { ...model, graph: onnx.withoutDeadCode(model.graph) }, facts };
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
