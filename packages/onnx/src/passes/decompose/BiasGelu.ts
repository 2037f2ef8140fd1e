import type { Decomposition } from './decomposition.ts';
import { exactGelu } from './geluFormulas.ts';

/** y = a·(1 + erf(a/√2))/2 with a = x + bias. */
export const BiasGelu: Decomposition = {
  op: 'com.microsoft.BiasGelu',
  rewrite: ({ g, inputs: [x, bias] }) => [exactGelu(g, g.add(x!, bias!))],
};
