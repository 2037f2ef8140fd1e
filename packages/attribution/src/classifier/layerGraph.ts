import { differentiate, standard } from '@smoothgrad/autodiff';
import { type StaticModel, withoutDeadCode } from '@smoothgrad/onnx';
import { withOutput, withScores } from './explainer.ts';
import { ACTIVATION, ACTIVATION_GRADIENT, COTANGENT, SCORES, targetName } from './explainerNames.ts';
import type { BuildContext } from './recipe.ts';
import { type SpatialLayer, withChannelsFirst } from './spatialLayer.ts';

/** See `layerRecipe`. @throws NotDifferentiableError an operator between layer and scores has no gradient rule */
export function buildLayerGraph(context: BuildContext, { value, layout }: SpatialLayer, targets: number): StaticModel {
  let joined = withScores(context.model, { ...context, withLogits: true });
  const put = (name: string, as: string) => {
    const ordered = withChannelsFirst(joined, name, layout);
    joined = withOutput(ordered.model, ordered.name, as);
  };
  put(value.name, ACTIVATION);
  for (let k = 0; k < targets; k++) {
    const { model, gradients } = differentiate(joined, {
      of: SCORES,
      wrt: [value.name],
      rules: standard,
      cotangent: targetName(COTANGENT, k),
      target: context.target,
    });
    joined = model;
    put(gradients.get(value.name)!, targetName(ACTIVATION_GRADIENT, k));
  }
  const metadata = new Map([...joined.metadata, ['smoothgrad.explainer', '1']]);
  return { ...joined, graph: withoutDeadCode(joined.graph), metadata };
}
