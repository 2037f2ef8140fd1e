import { quantizeLinear } from './QuantizeLinear.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';

/** The runtime's own form of QuantizeLinear, for types the standard did not have then. */
export const MicrosoftQuantizeLinear: QuantisedOperator = {
  op: 'com.microsoft.QuantizeLinear',
  keepsNumbers: () => true,
  rewrite: quantizeLinear,
};
