import { floatAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';

/** y = x/(1 + exp(−αx)). */
export const Swish: Forward = ([x], node) => {
  const alpha = floatAttribute(node, 'alpha', 1);
  return mapTensor(x!, (value) => value / (1 + Math.exp(-alpha * value)));
};
