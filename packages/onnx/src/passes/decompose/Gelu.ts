import type { Decomposition } from './decomposition.ts';
import { exactGelu } from './geluFormulas.ts';

/** y = x·(1 + erf(x/√2))/2. */
export const Gelu: Decomposition = {
  op: 'com.microsoft.Gelu',
  rewrite: ({ g, inputs: [x] }) => [exactGelu(g, x!)],
};
