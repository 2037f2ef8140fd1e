import { SEVERAL_SCALES } from './binary.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/** z = a where the condition holds, else b, each rescaled and rounded. */
export const QLinearWhere: QuantisedOperator = {
  op: 'com.microsoft.QLinearWhere',
  rewrite(context) {
    const { g, inputs } = context;
    const [scaleA, scaleB, scaleZ] = [single(g, inputs[2]), single(g, inputs[5]), single(g, inputs[7])];
    if (!scaleA || !scaleB || !scaleZ) return SEVERAL_SCALES;
    const a = g.mul(context.centred(1, 3), g.div(scaleA, scaleZ));
    const b = g.mul(context.centred(4, 6), g.div(scaleB, scaleZ));
    return [context.quantised(g.where(inputs[0]!, a, b), 8)];
  },
};
