import { floatAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** y = scale·(x − mean)/√(variance + ε) + bias, one scale, bias, mean and variance for each channel (axis 1). */
export const BatchNormalization: Forward = ([x, scale, bias, mean, variance], node) => {
  const epsilon = floatAttribute(node, 'epsilon', 1e-5);
  return tabulate(x!.shape, (index) => {
    const c = index[1]!;
    const normal = (at(x!, index) - mean!.data[c]!) / Math.sqrt(variance!.data[c]! + epsilon);
    return scale!.data[c]! * normal + bias!.data[c]!;
  });
};
