import { floatAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';

/** y = x where x ≥ 0, else α(exp x − 1). */
export const Elu: Forward = ([x], node) => {
  const alpha = floatAttribute(node, 'alpha', 1);
  return mapTensor(x!, (value) => (value >= 0 ? value : alpha * Math.expm1(value)));
};
