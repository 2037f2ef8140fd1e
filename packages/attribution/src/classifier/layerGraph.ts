import { standard } from '@smoothgrad/autodiff';
import { type StaticModel, withoutDeadCode } from '@smoothgrad/onnx';
import { ClassifierError } from './errors.ts';
import { withScores } from './explainer.ts';
import { ACTIVATION, ACTIVATION_GRADIENT, targetName } from './explainerNames.ts';
import type { BuildContext } from './recipe.ts';
import { type SpatialLayer, withChannelsFirst } from './spatialLayer.ts';
import { withGradients, withOutput } from './withGradients.ts';

/** See `layerRecipe`. @throws NotDifferentiableError an operator between layer and scores has no gradient rule */
export function buildLayerGraph(context: BuildContext, { value, layout }: SpatialLayer, targets: number): StaticModel {
  const put = (model: StaticModel, name: string, as: string) => {
    const ordered = withChannelsFirst(model, name, layout);
    return withOutput(ordered.model, ordered.name, as);
  };
  const forward = withScores(context.model, { ...context, withLogits: true });
  const joined = withGradients(put(forward, value.name, ACTIVATION), {
    wrt: value.name,
    targets,
    rules: standard,
    target: context.target,
    unreached: () => new ClassifierError(`the scores do not depend on the layer '${context.originalName(value.name)}'`),
    put: (model, gradient, k) => put(model, gradient, targetName(ACTIVATION_GRADIENT, k)),
  });
  const metadata = new Map([...joined.metadata, ['smoothgrad.explainer', '1']]);
  return { ...joined, graph: withoutDeadCode(joined.graph), metadata };
}
