import { intAttribute, stringAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** Channels as squares of b × b pixels: the channel of pixel (i, j) of a square is (i·b + j)·C/b² + c (DCR) or c·b² + i·b + j (CRD). */
export const DepthToSpace: Forward = ([x], node) => {
  const b = intAttribute(node, 'blocksize', 1);
  const isCrd = stringAttribute(node, 'mode', 'DCR') === 'CRD';
  const [batch = 0, channels = 0, height = 0, width = 0] = x!.shape;
  const kept = channels / b ** 2;
  return tabulate([batch, kept, height * b, width * b], ([n = 0, c = 0, row = 0, column = 0]) => {
    const offset = (row % b) * b + (column % b);
    const channel = isCrd ? c * b ** 2 + offset : offset * kept + c;
    return at(x!, [n, channel, Math.floor(row / b), Math.floor(column / b)]);
  });
};
