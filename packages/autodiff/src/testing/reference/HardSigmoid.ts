import { floatAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';

/** y = max(0, min(1, αx + β)). */
export const HardSigmoid: Forward = ([x], node) => {
  const [alpha, beta] = [floatAttribute(node, 'alpha', 0.2), floatAttribute(node, 'beta', 0.5)];
  return mapTensor(x!, (value) => Math.max(0, Math.min(1, alpha * value + beta)));
};
