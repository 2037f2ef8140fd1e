import { stringAttribute } from '@smoothgrad/onnx';
import { type Forward, mapTensor } from '../tensor.ts';
import { errorFunction } from './errorFunction.ts';

/** y = x(1 + erf(x/√2))/2, or approximately x(1 + tanh(√(2/π)(x + 0.044715x³)))/2. */
export const Gelu: Forward = ([x], node) =>
  mapTensor(x!, stringAttribute(node, 'approximate', 'none') === 'tanh' ? approximate : exact);

const exact = (x: number) => (x * (1 + errorFunction(x / Math.SQRT2))) / 2;
const approximate = (x: number) => (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))) / 2;
