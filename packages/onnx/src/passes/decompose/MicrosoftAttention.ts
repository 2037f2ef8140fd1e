import { floatAttribute, intAttribute, intsAttribute } from '../../attributes.ts';
import { attend, causal, mergeHeads, splitHeads, splitLast } from './attend.ts';
import type { DecomposeContext, Decomposition } from './decomposition.ts';
import { paddingBias } from './paddingBias.ts';

/**
 * Self-attention with its three linear layers in one: Q, K and V are parts of x·weights + bias. ONNX Runtime's transformer
 * optimiser writes it.
 */
export const MicrosoftAttention: Decomposition = {
  op: 'com.microsoft.Attention',
  rewrite(context) {
    const { g, node, inputs } = context;
    const reason = whyNot(context);
    if (reason !== undefined) return reason;
    const [x, weights, bias] = [inputs[0]!, inputs[1]!, inputs[2]];
    const [batch = 1, length = 1] = x.shape;
    const heads = intAttribute(node, 'num_heads', 1);
    const filler = floatAttribute(node, 'mask_filter_value', -10_000);
    const padding = paddingBias(g, inputs[3], filler, { like: x, batch, keys: length });
    if (typeof padding === 'string') return padding;

    const width = weights.shape[1]!;
    const product = g.op('MatMul', [x, weights], { shape: [batch, length, width] });
    const sizes = intsAttribute(node, 'qkv_hidden_sizes') ?? [width / 3, width / 3, width / 3];
    const parts = splitLast(g, bias ? g.add(product, bias) : product, sizes);
    const [query, key, value] = parts.map((part) => splitHeads(g, part, heads));
    const isCausal = intAttribute(node, 'unidirectional', 0) === 1;
    const y = attend(g, {
      query: query!,
      key: key!,
      value: value!,
      // 0 is how the attribute says that it is not set.
      scale: floatAttribute(node, 'scale', 0) || 1 / Math.sqrt(query!.shape[3]!),
      biases: [padding, inputs[5]],
      visible: isCausal ? causal(g, length, length, 0) : undefined,
    });
    return [mergeHeads(g, y)];
  },
};

function whyNot({ node, inputs, outputs }: DecomposeContext): string | undefined {
  if (inputs[4] || inputs[6] || outputs[1]) return 'it keeps keys and values of the past, as text decoders do';
  if (intAttribute(node, 'do_rotary', 0) === 1) return 'it rotates its queries and keys, as text decoders do';
  return undefined;
}
