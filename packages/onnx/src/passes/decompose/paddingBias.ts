import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';

/**
 * What a mask of 1 (take part) and 0 (padding) adds to the scores: `filler` for padding. [batch, keys] or
 * [batch, queries, keys]; other forms are lengths of texts.
 */
export function paddingBias(
  g: GraphBuilder,
  mask: Value | undefined,
  filler: number,
  { like, batch, keys }: { readonly like: Value; readonly batch: number; readonly keys: number },
): Value | undefined | string {
  if (mask === undefined) return undefined;
  const [rank, first, last] = [mask.shape.length, mask.shape[0], mask.shape.at(-1)];
  if ((rank !== 2 && rank !== 3) || first !== batch || last !== keys)
    return `its mask of shape [${mask.shape}] gives lengths of texts`;
  const shape = rank === 2 ? [batch, 1, 1, keys] : [batch, 1, mask.shape[1]!, keys];
  return g.scale(g.sub(g.scalar(1, like), g.cast(g.reshape(mask, shape), like.type)), filler);
}
