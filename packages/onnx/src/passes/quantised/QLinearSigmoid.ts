import type { QuantisedOperator } from './quantisedOperator.ts';
import { rewriteUnary } from './unary.ts';

/** y = quantise(1/(1 + e⁻ˣ)). */
export const QLinearSigmoid: QuantisedOperator = {
  op: 'com.microsoft.QLinearSigmoid',
  keepsNumbers: ({ op }) => op !== 'Sigmoid',
  rewrite: (context) => rewriteUnary(context, (x) => context.g.unary('Sigmoid', x)),
};
