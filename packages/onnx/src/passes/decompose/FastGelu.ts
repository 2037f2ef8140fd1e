import type { Decomposition } from './decomposition.ts';
import { tanhGelu } from './geluFormulas.ts';

/** y = a·(1 + tanh(√(2/π)·(a + 0.044715a³)))/2 with a = x + bias, or x without one. */
export const FastGelu: Decomposition = {
  op: 'com.microsoft.FastGelu',
  rewrite: ({ g, inputs: [x, bias] }) => [tanhGelu(g, bias ? g.add(x!, bias) : x!)],
};
