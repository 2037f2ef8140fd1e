import { floatAttribute, intAttribute } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import type { Decomposition } from './decomposition.ts';
import { lookUp } from './RotaryEmbedding.ts';
import { rotate } from './rotate.ts';

/**
 * RotaryEmbedding as ONNX Runtime's optimiser writes it: the tables come after the positions, and one position may stand for
 * that of the first token.
 */
export const MicrosoftRotaryEmbedding: Decomposition = {
  op: 'com.microsoft.RotaryEmbedding',
  rewrite({ g, node, inputs }) {
    const [x, positions, cos, sin] = [inputs[0]!, inputs[1]!, inputs[2]!, inputs[3]!];
    if (intAttribute(node, 'is_packed_batching', 0) === 1) return 'its batch is packed, which only text models need';
    if (floatAttribute(node, 'scale', 1) !== 1) return 'it has a scale, which ONNX Runtime does not define';
    const [batch = 1, second = 1, width = 1] = x.shape;
    const isFlat = x.shape.length === 3;
    const length = isFlat ? second : x.shape[2]!;
    const heads = intAttribute(node, 'num_heads', 0) || width / (2 * cos.shape[1]!);
    const perHead = isFlat ? g.reshape(x, [batch, length, heads, width / heads]) : x;
    const tokens = positions.shape.length === 2 ? positions : g.add(positions, consecutive(g, length));
    const table = (values: Value) => {
      const chosen = lookUp(g, values, tokens);
      return g.reshape(chosen, chosen.shape.toSpliced(isFlat ? -1 : -2, 0, 1));
    };
    const isInterleaved = intAttribute(node, 'interleaved', 0) === 1;
    return [g.reshape(rotate(g, perHead, table(cos), table(sin), isInterleaved), x.shape)];
  },
};

function consecutive(g: GraphBuilder, length: number): Value {
  return g.int64(Array.from({ length }, (_, i) => i));
}
