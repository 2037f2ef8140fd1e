import { floatAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';

/** y = x + bias where x < −λ, x − bias where x > λ, else 0. */
export const Shrink: Forward = ([x], node) => {
  const [lambda, bias] = [floatAttribute(node, 'lambd', 0.5), floatAttribute(node, 'bias', 0)];
  return mapTensor(x!, (value) => (value < -lambda ? value + bias : value > lambda ? value - bias : 0));
};
