import { InvalidModelError } from '../errors.ts';
import type { Model } from '../ir.ts';
import { withGraph } from './pass.ts';

/**
 * Turns weights into inputs of the graph, so that they can be differentiated by: `wrt` of `differentiate` may then name them.
 * Run it between `normalise` and `specialise`; a run of the model feeds the weights.
 *
 * @param names of initializers of the model's graph
 * @throws InvalidModelError the model has no initializer of that name
 */
export function initializersToInputs(model: Model, names: readonly string[]): Model {
  const { inputs, initializers } = model.graph;
  const weights = names.map((name) => {
    const tensor = initializers.get(name);
    if (tensor === undefined) throw new InvalidModelError(`the model has no initializer named '${name}'`);
    return { name, type: { elementType: tensor.type, shape: tensor.dims } };
  });
  const left = new Map([...initializers].filter(([name]) => !names.includes(name)));
  return withGraph(model, { inputs: [...inputs, ...weights], initializers: left });
}
