import { floatAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';

/** y = x where x ≥ 0, else αx. */
export const LeakyRelu: Forward = ([x], node) => {
  const alpha = floatAttribute(node, 'alpha', 0.01);
  return mapTensor(x!, (value) => (value >= 0 ? value : alpha * value));
};
