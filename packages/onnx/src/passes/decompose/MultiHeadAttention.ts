import { floatAttribute, intAttribute } from '../../attributes.ts';
import type { Value } from '../../ir.ts';
import { attend, causal, mergeHeads, splitHeads, splitLast } from './attend.ts';
import type { DecomposeContext, Decomposition } from './decomposition.ts';
import { paddingBias } from './paddingBias.ts';

/** Attention behind its linear layers, whose biases it may add: ONNX Runtime's transformer optimiser writes it. */
export const MultiHeadAttention: Decomposition = {
  op: 'com.microsoft.MultiHeadAttention',
  rewrite(context) {
    const { g, node, inputs } = context;
    const reason = whyNot(context);
    if (reason !== undefined) return reason;
    const heads = intAttribute(node, 'num_heads', 1);
    const [query, key, value] = headed(context, heads);
    const [batch = 1, , queries = 1, size = 1] = query.shape;
    const keys = key.shape[2]!;
    const filler = floatAttribute(node, 'mask_filter_value', -10_000);
    const padding = paddingBias(g, inputs[4], filler, { like: query, batch, keys });
    if (typeof padding === 'string') return padding;
    const isCausal = intAttribute(node, 'unidirectional', 0) === 1;
    const y = attend(g, {
      query,
      key,
      value,
      // 0 is how the attribute says that it is not set.
      scale: floatAttribute(node, 'scale', 0) || 1 / Math.sqrt(size),
      biases: [padding, inputs[5]],
      visible: isCausal ? causal(g, queries, keys, 0) : undefined,
    });
    return [mergeHeads(g, y)];
  },
};

/** Q, K and V with their biases, as [batch, heads, length, size]; K and V may come so already. */
function headed({ g, inputs }: DecomposeContext, heads: number): [Value, Value, Value] {
  const values = [inputs[0]!, inputs[1]!, inputs[2]!];
  const bias = inputs[3];
  const biases = bias
    ? splitLast(
        g,
        bias,
        values.map(({ shape }) => (shape.length === 4 ? shape[1]! * shape[3]! : shape[2]!)),
      )
    : [];
  return values.map((value, i) => {
    if (value.shape.length === 4) return value;
    return splitHeads(g, biases[i] ? g.add(value, biases[i]) : value, heads);
  }) as [Value, Value, Value];
}

function whyNot({ inputs, outputs }: DecomposeContext): string | undefined {
  if (inputs[1] === undefined || inputs[2] === undefined)
    return 'its queries, keys and values are packed into one tensor, which ONNX Runtime runs on GPUs only';
  if (inputs.slice(6).some(Boolean) || outputs.slice(1).some(Boolean))
    return 'it keeps keys and values of the past, as text decoders do';
  const isHeaded = inputs[1].shape.length === 4;
  return isHeaded && inputs[3] ? 'it adds a bias to keys whose heads are split already' : undefined;
}
