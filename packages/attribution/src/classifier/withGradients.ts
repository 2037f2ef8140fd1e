import { type DifferentiateOptions, differentiate } from '@smoothgrad/autodiff';
import type { StaticModel, Value } from '@smoothgrad/onnx';
import { COTANGENT, GRADIENT, SCORES, targetName } from './explainerNames.ts';

export interface WithGradientsOptions extends Pick<DifferentiateOptions, 'rules' | 'seed' | 'target'> {
  /** The value that scores are passed back to. */
  readonly wrt: string;
  /** How many scores, each with a cotangent of its own. */
  readonly targets: number;
  /** Why nothing can be made where the scores do not depend on the value. */
  unreached(): Error;
  /** Makes a gradient an output; default by the name `gradient`. */
  put?(model: StaticModel, gradient: string, target: number): StaticModel;
}

/**
 * The model with the gradients of `targets` scores as outputs `gradient`, `gradient_1` …, for the inputs `cotangent`, `cotangent_1` …, all
 * from the same forward pass.
 *
 * @throws NotDifferentiableError an operator between the value and the scores has no rule
 */
export function withGradients(model: StaticModel, options: WithGradientsOptions): StaticModel {
  const { wrt, targets, unreached, put = withGradient, ...walk } = options;
  let joined = model;
  for (let k = 0; k < targets; k++) {
    const cotangent = targetName(COTANGENT, k);
    const { model: walked, gradients } = differentiate(joined, { ...walk, of: SCORES, wrt: [wrt], cotangent });
    const gradient = gradients.get(wrt);
    if (gradient === undefined) throw unreached();
    joined = put(walked, gradient, k);
  }
  return joined;
}

const withGradient = (model: StaticModel, gradient: string, target: number) =>
  withOutput(model, gradient, targetName(GRADIENT, target));

/** The model with a value as one more output, by another name. */
export function withOutput(model: StaticModel, value: string, name: string): StaticModel {
  const result = { ...model.values.get(value)!, name };
  const identity = {
    op: 'Identity',
    domain: '',
    name: `smoothgrad/${name}`,
    inputs: [value],
    outputs: [name],
    attributes: new Map(),
  };
  const { graph } = model;
  return {
    ...model,
    graph: { ...graph, outputs: [...graph.outputs, typed(result)], nodes: [...graph.nodes, identity] },
    values: new Map([...model.values, [name, result]]),
  };
}

/** A value as graphs declare their inputs and outputs. */
export function typed({ name, type, shape }: Value) {
  return { name, type: { elementType: type, shape } };
}
