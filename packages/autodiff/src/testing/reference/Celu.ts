import { floatAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';

/** y = max(0, x) + min(0, α(exp(x/α) − 1)). */
export const Celu: Forward = ([x], node) => {
  const alpha = floatAttribute(node, 'alpha', 1);
  return mapTensor(x!, (value) => Math.max(0, value) + Math.min(0, alpha * Math.expm1(value / alpha)));
};
