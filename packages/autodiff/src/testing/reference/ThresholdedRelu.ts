import { floatAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';

/** y = x where x > α, else 0. */
export const ThresholdedRelu: Forward = ([x], node) => {
  const alpha = floatAttribute(node, 'alpha', 1);
  return mapTensor(x!, (value) => (value > alpha ? value : 0));
};
