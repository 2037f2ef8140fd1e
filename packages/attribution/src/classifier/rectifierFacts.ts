import { isRectifier, nodesOnPath } from '@smoothgrad/autodiff';
import { inlineNumbers, operatorName, type StaticModel } from '@smoothgrad/onnx';
import { MethodMismatchError } from '../methods/errors.ts';
import type { BuildContext, Facts } from './recipe.ts';

/** Bends that are no rectifiers: rules for those leave them alone. */
const smooth = new Set([
  'Sigmoid',
  'Tanh',
  'Erf',
  'Gelu',
  'Elu',
  'Selu',
  'Celu',
  'Mish',
  'Softplus',
  'Softsign',
  'HardSigmoid',
  'HardSwish',
  'ThresholdedRelu',
  'Softmax',
]);

/**
 * How many of a network's activations are rectifiers, which rules for rectifiers concern.
 *
 * @throws MethodMismatchError none is: the method would be the plain gradient under another name
 */
export function rectifierFacts(method: string, model: StaticModel, { scores, input }: BuildContext): Facts {
  const path = nodesOnPath(model, scores.tensor, [input.name]);
  const constant = (name: string | undefined) => {
    const tensor = model.graph.initializers.get(name ?? '');
    return tensor && inlineNumbers(tensor);
  };
  const places = path.map((node) => ({ node, constant: (index: number) => constant(node.inputs[index]) }));
  const rectifiers = places.filter(isRectifier).length;
  const others = path.filter((node) => smooth.has(operatorName(node)) || isBend(operatorName(node))).length;
  const gates = places.filter((place) => operatorName(place.node) === 'Clip' && !isRectifier(place)).length;
  if (rectifiers === 0) {
    throw new MethodMismatchError(
      method,
      `it changes what passes through rectifiers (Relu, LeakyRelu, PRelu, Clip(0, c)), and of the ${others + gates} activations none is one`,
    );
  }
  return { rectifiers, activations: rectifiers + others + gates };
}

/** Activations of other domains: `com.microsoft.QuickGelu`. */
const isBend = (name: string) => /(?:Gelu|Swish|Silu)$/i.test(name) && !smooth.has(name);
