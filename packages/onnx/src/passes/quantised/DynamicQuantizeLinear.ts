import { quantiseDynamically } from './dynamicScale.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';

/** y = round(x/s) + z, with s and z that just cover 0 and all numbers of x. */
export const DynamicQuantizeLinear: QuantisedOperator = {
  op: 'DynamicQuantizeLinear',
  rewrite({ g, inputs }) {
    const { q, scale, zeroPoint } = quantiseDynamically(g, inputs[0]!);
    return [q, scale, zeroPoint];
  },
};
