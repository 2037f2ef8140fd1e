import { inlineNumbers, keepsNumbers, operatorName, type StaticModel } from '@smoothgrad/onnx';
import { nodesOnPath } from '../differentiate.ts';
import { isRectifier } from './rectifiers.ts';

/** Functions of one number that bend, one or several of which make an activation. */
const bends = new Set([
  'Relu',
  'LeakyRelu',
  'PRelu',
  'Clip',
  'ThresholdedRelu',
  'Elu',
  'Selu',
  'Celu',
  'Sigmoid',
  'HardSigmoid',
  'HardSwish',
  'Swish',
  'Tanh',
  'Softplus',
  'Softsign',
  'Mish',
  'Gelu',
  'Erf',
  'Shrink',
]);

export interface ActivationCount {
  /** Those that rules for rectifiers change. */
  readonly rectifiers: number;
  readonly activations: number;
}

/** Counts the activations between a model's values `wrt` and `of`, whose gates are marked (`markGates`). */
export function countActivations(model: StaticModel, of: string, wrt: readonly string[]): ActivationCount {
  const nodes = nodesOnPath(model, of, wrt);
  const active = new Set([...wrt, ...nodes.flatMap(({ outputs }) => outputs)]);
  const activations = nodes.filter((node) => bends.has(operatorName(node)) && !keepsNumbers(node));
  const rectifiers = activations.filter((node) =>
    isRectifier({
      node,
      needs: node.inputs.map((name) => active.has(name)),
      constant: (index) => {
        const tensor = model.graph.initializers.get(node.inputs[index] ?? '');
        return tensor && inlineNumbers(tensor);
      },
    }),
  );
  return { rectifiers: rectifiers.length, activations: activations.length };
}
