import { float } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';

/** How ONNX Runtime's fused operators name an activation, and what its parameters are, in the order they are listed in. */
interface Activation {
  readonly parameters: readonly string[];
  emit(g: GraphBuilder, x: Value, parameters: readonly number[]): Value;
}

/** The standard operator of that name, with the parameters as its attributes. */
function standard(op: string, ...parameters: readonly string[]): Activation {
  return {
    parameters,
    emit: (g, x, values) =>
      g.op(op, [x], {
        shape: x.shape,
        attributes: Object.fromEntries(parameters.map((parameter, i) => [parameter, float(values[i]!)])),
      }),
  };
}

const activations: Readonly<Record<string, Activation>> = {
  Relu: standard('Relu'),
  Sigmoid: standard('Sigmoid'),
  Tanh: standard('Tanh'),
  Softplus: standard('Softplus'),
  Softsign: standard('Softsign'),
  HardSwish: standard('HardSwish'),
  LeakyRelu: standard('LeakyRelu', 'alpha'),
  ThresholdedRelu: standard('ThresholdedRelu', 'alpha'),
  Elu: standard('Elu', 'alpha'),
  Selu: standard('Selu', 'alpha', 'gamma'),
  HardSigmoid: standard('HardSigmoid', 'alpha', 'beta'),
  Clip: {
    parameters: ['min', 'max'],
    emit: (g, x, [min, max]) => g.op('Clip', [x, g.scalar(min!, x), g.scalar(max!, x)], { shape: x.shape }),
  },
};

/**
 * The activation at the end of a fused operator, or why it cannot be written out.
 *
 * @param parameter the number for a parameter (`alpha`), by name and position; undefined: the node has none
 */
export function fusedActivation(
  g: GraphBuilder,
  x: Value,
  name: string,
  parameter: (name: string, position: number) => number | undefined,
): Value | string {
  if (name === '') return x;
  const activation = Object.hasOwn(activations, name) ? activations[name] : undefined;
  if (activation === undefined) return `its activation '${name}' is not known; export the model without fusion`;
  const values = activation.parameters.map(parameter);
  const missing = activation.parameters.find((_, i) => values[i] === undefined);
  if (missing !== undefined) return `its activation '${name}' has no ${missing}`;
  return activation.emit(g, x, values as number[]);
}
