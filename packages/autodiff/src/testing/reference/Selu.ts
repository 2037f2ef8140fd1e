import { floatAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';

/** y = γx where x > 0, else γα(exp x − 1). */
export const Selu: Forward = ([x], node) => {
  const alpha = floatAttribute(node, 'alpha', 1.6732631921768188);
  const gamma = floatAttribute(node, 'gamma', 1.0507010221481323);
  return mapTensor(x!, (value) => gamma * (value > 0 ? value : alpha * Math.expm1(value)));
};
