import { inlineNumbers, keepsNumbers, operatorName, type StaticModel } from '@smoothgrad/onnx';
import { nodesOnPath } from '../differentiate.ts';
import { activations } from './kinds.ts';
import { isRectifier } from './rectifiers.ts';

/** What makes an activation; the exact Gelu is made of an Erf. */
const bends = new Set<string>([...activations, 'Erf']);

export interface ActivationCount {
  /** Those that rules for rectifiers change. */
  readonly rectifiers: number;
  readonly activations: number;
}

/** Counts the activations between a model's values `wrt` and `of`, whose gates are marked (`markGates`). */
export function countActivations(model: StaticModel, of: string, wrt: readonly string[]): ActivationCount {
  const nodes = nodesOnPath(model, of, wrt);
  const active = new Set([...wrt, ...nodes.flatMap(({ outputs }) => outputs)]);
  const bending = nodes.filter((node) => bends.has(operatorName(node)) && !keepsNumbers(node));
  const rectifiers = bending.filter((node) =>
    isRectifier({
      node,
      needs: node.inputs.map((name) => active.has(name)),
      constant: (index) => {
        const tensor = model.graph.initializers.get(node.inputs[index] ?? '');
        return tensor && inlineNumbers(tensor);
      },
    }),
  );
  return { rectifiers: rectifiers.length, activations: bending.length };
}
