import { elementCount, floatAttribute } from '@smoothgrad/onnx';
import { type Forward, tabulate } from '../tensor.ts';
import { standardised } from './standardised.ts';

/** y = (x − mean)/√(variance + ε)·scale + bias, mean and variance over the positions of each channel of each image. */
export const InstanceNormalization: Forward = ([x, scale, bias], node) => {
  const positions = elementCount(x!.shape.slice(2));
  const normal = standardised(x!.data, positions, floatAttribute(node, 'epsilon', 1e-5));
  let flat = 0;
  return tabulate(x!.shape, ([, c = 0]) => normal[flat++]! * scale!.data[c]! + bias!.data[c]!);
};
