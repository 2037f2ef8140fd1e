import { floatAttribute, intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** y = x/(bias + α/size·Σ x²)^β, the sum over channels c − ⌊(size − 1)/2⌋ … c + ⌈(size − 1)/2⌉. */
export const LRN: Forward = ([x], node) => {
  const size = intAttribute(node, 'size', 1);
  const [alpha, beta] = [floatAttribute(node, 'alpha', 1e-4), floatAttribute(node, 'beta', 0.75)];
  const last = x!.shape[1]! - 1;
  return tabulate(x!.shape, (index) => {
    const [n = 0, c = 0, ...position] = index;
    const first = Math.max(0, c - Math.floor((size - 1) / 2));
    let sum = 0;
    for (let i = first; i <= Math.min(last, c + Math.ceil((size - 1) / 2)); i++) {
      sum += at(x!, [n, i, ...position]) ** 2;
    }
    return at(x!, index) / (floatAttribute(node, 'bias', 1) + (alpha / size) * sum) ** beta;
  });
};
