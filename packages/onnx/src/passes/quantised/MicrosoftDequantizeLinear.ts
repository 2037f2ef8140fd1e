import { dequantizeLinear } from './DequantizeLinear.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';

/** The runtime's own form of DequantizeLinear, for types the standard did not have then. */
export const MicrosoftDequantizeLinear: QuantisedOperator = {
  op: 'com.microsoft.DequantizeLinear',
  keepsNumbers: () => true,
  rewrite: dequantizeLinear,
};
