import { floatAttribute, intAttribute } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import type { Decomposition } from './decomposition.ts';

/**
 * y = α·A′B′ with A′ = A, or A with its last two axes exchanged (`transA`). With `transBatchA` the first axis is in the place
 * of the second last, and goes back there first: [M, batch, K] is a batch of M×K. Likewise B.
 */
export const FusedMatMul: Decomposition = {
  op: 'com.microsoft.FusedMatMul',
  rewrite({ g, node, inputs: [a, b], outputs: [y] }) {
    const flag = (name: string) => intAttribute(node, name, 0) === 1;
    if (flag('transA') && a!.shape.length > 1 && b!.shape.length === 1)
      return 'it transposes a matrix before a vector, which ONNX Runtime computes without transposing';
    const left = transposed(g, a!, flag('transBatchA'), flag('transA'));
    const right = transposed(g, b!, flag('transBatchB'), flag('transB'));
    return [g.scale(g.op('MatMul', [left, right], { shape: y!.shape }), floatAttribute(node, 'alpha', 1))];
  },
};

function transposed(g: GraphBuilder, x: Value, batch: boolean, matrix: boolean): Value {
  const rank = x.shape.length;
  if (rank < 2 || !(batch || matrix)) return x;
  const axes = x.shape.map((_, axis) => axis);
  const ordered = batch ? [...axes.slice(1, -1), 0, rank - 1] : axes;
  return g.transpose(x, matrix ? [...ordered.slice(0, -2), ordered.at(-1)!, ordered.at(-2)!] : ordered);
}
