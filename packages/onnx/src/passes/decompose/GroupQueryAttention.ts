import type { Decomposition } from './decomposition.ts';

/** Attention of text decoders, with a growing store of keys and values. */
export const GroupQueryAttention: Decomposition = {
  op: 'com.microsoft.GroupQueryAttention',
  rewrite: () => 'it keeps keys and values of the past, as text decoders do',
};
