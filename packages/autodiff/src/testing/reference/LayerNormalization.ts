import { elementCount, floatAttribute, intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import { broadcastAt, type Forward, tabulate } from '../tensor.ts';
import { standardised } from './standardised.ts';

/** y = (x − mean)/√(variance + ε)·scale + bias, mean and variance over the axes from `axis` on. */
export const LayerNormalization: Forward = ([x, scale, bias], node) => {
  const axis = normaliseAxis(intAttribute(node, 'axis', -1), x!.shape.length);
  const group = elementCount(x!.shape.slice(axis));
  const normal = standardised(x!.data, group, floatAttribute(node, 'epsilon', 1e-5));
  let flat = 0;
  return tabulate(x!.shape, (index) => {
    const factor = broadcastAt(scale!, index);
    return normal[flat++]! * factor + (bias ? broadcastAt(bias, index) : 0);
  });
};
