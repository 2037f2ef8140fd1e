import { floatAttribute, intAttribute } from '@smoothgrad/onnx';
import { at, broadcastAt, type Forward, tabulate } from '../tensor.ts';

/** y = α·A′·B′ + β·C, A′ and B′ transposed where asked for, C broadcast. */
export const Gemm: Forward = ([a, b, c], node) => {
  const transA = intAttribute(node, 'transA', 0) === 1;
  const transB = intAttribute(node, 'transB', 0) === 1;
  const alpha = floatAttribute(node, 'alpha', 1);
  const beta = floatAttribute(node, 'beta', 1);
  const [rows, inner] = transA ? [a!.shape[1]!, a!.shape[0]!] : [a!.shape[0]!, a!.shape[1]!];
  const columns = b!.shape[transB ? 0 : 1]!;
  return tabulate([rows, columns], ([i = 0, j = 0]) => {
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += at(a!, transA ? [k, i] : [i, k]) * at(b!, transB ? [j, k] : [k, j]);
    return alpha * sum + (c ? beta * broadcastAt(c, [i, j]) : 0);
  });
};
