import { floatAttribute, intAttribute } from '../../attributes.ts';
import type { Value } from '../../ir.ts';
import { broadcastShapes } from '../../shapes.ts';
import { attend, causal, concat, mergeHeads, repeatHeads, splitHeads } from './attend.ts';
import type { DecomposeContext, Decomposition } from './decomposition.ts';

/**
 * y = softmax(softcap(scale·Q·Kᵀ) + mask)·V for each head. Heads are an axis of their own, or lie side by side in the last of
 * three axes; several heads of queries may share one of keys and values. Keys and values of the past are put before the given ones.
 */
export const Attention: Decomposition = {
  op: 'Attention',
  rewrite(context) {
    const { g, node, inputs, outputs } = context;
    const reason = whyNot(context);
    if (reason !== undefined) return reason;
    const [q, k, v] = [inputs[0]!, inputs[1]!, inputs[2]!];
    const queryHeads = intAttribute(node, 'q_num_heads', 0);
    const keyHeads = intAttribute(node, 'kv_num_heads', 0);
    const isFlat = q.shape.length === 3;
    const query = isFlat ? splitHeads(g, q, queryHeads) : q;
    const after = (past: Value | undefined, x: Value) => {
      const headed = isFlat ? splitHeads(g, x, keyHeads) : x;
      return past === undefined ? headed : concat(g, [past, headed], 2);
    };
    const [presentKey, presentValue] = [after(inputs[4], k), after(inputs[5], v)];
    const shared = query.shape[1]! / presentKey.shape[1]!;
    const mask = inputs[3];
    const isBoolean = mask?.type === 'bool';
    const y = attend(g, {
      query,
      key: shared === 1 ? presentKey : repeatHeads(g, presentKey, shared),
      value: shared === 1 ? presentValue : repeatHeads(g, presentValue, shared),
      scale: floatAttribute(node, 'scale', 1 / Math.sqrt(query.shape[3]!)),
      softcap: floatAttribute(node, 'softcap', 0),
      biases: [isBoolean ? undefined : mask],
      visible: visibleKeys(context, query.shape[2]!, presentKey.shape[2]!),
      mayBeBlind: isBoolean,
    });
    return [isFlat ? mergeHeads(g, y) : y, outputs[1] && presentKey, outputs[2] && presentValue];
  },
};

function whyNot({ inputs, outputs }: DecomposeContext): string | undefined {
  if (outputs[3]) return 'its scores (qk_matmul_output) are an output: leave that output out';
  if (inputs[6]) return 'its keys and values are padded (nonpad_kv_seqlen), which only text decoders need';
  const keys = inputs[1]!.shape.at(-2)! + (inputs[4]?.shape[2] ?? 0);
  const masked = inputs[3]?.shape.at(-1) ?? keys;
  return masked === keys || masked === 1 ? undefined : `its mask covers ${masked} of ${keys} keys`;
}

function visibleKeys({ g, node, inputs }: DecomposeContext, queries: number, keys: number): Value | undefined {
  const mask = inputs[3]?.type === 'bool' ? inputs[3] : undefined;
  if (intAttribute(node, 'is_causal', 0) !== 1) return mask;
  const past = inputs[4]?.shape[2] ?? 0;
  const earlier = causal(g, queries, keys, past);
  if (mask === undefined) return earlier;
  return g.op('And', [mask, earlier], { shape: broadcastShapes(mask.shape, earlier.shape), type: 'bool' });
}
