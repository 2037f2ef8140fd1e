import { int, intAttribute } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import type { Decomposition } from './decomposition.ts';
import { rotate } from './rotate.ts';

/**
 * Pairs of elements of each head turned by an angle that depends on the position of the token. Cosines and sines are given for
 * each token, or looked up in a table by position.
 */
export const RotaryEmbedding: Decomposition = {
  op: 'RotaryEmbedding',
  rewrite({ g, node, inputs }) {
    const [x, cos, sin, positions] = [inputs[0]!, inputs[1]!, inputs[2]!, inputs[3]];
    const heads = intAttribute(node, 'num_heads', 0);
    const [batch = 1, length = 1, width = 1] = x.shape;
    if (x.shape.length === 3 && heads === 0) return 'num_heads is missing, which an input of three axes needs';
    const perHead = x.shape.length === 4 ? x : g.reshape(x, [batch, length, heads, width / heads]);
    const headAxis = x.shape.length === 4 ? 1 : 2;
    const table = (values: Value) => {
      const chosen = positions ? lookUp(g, values, positions) : values;
      return g.reshape(chosen, chosen.shape.toSpliced(headAxis, 0, 1));
    };
    const isInterleaved = intAttribute(node, 'interleaved', 0) === 1;
    return [g.reshape(rotate(g, perHead, table(cos), table(sin), isInterleaved), x.shape)];
  },
};

/** Rows of a table by position. */
export function lookUp(g: GraphBuilder, table: Value, positions: Value): Value {
  const shape = [...positions.shape, ...table.shape.slice(1)];
  return g.op('Gather', [table, positions], { shape, attributes: { axis: int(0) } });
}
