import { NO_GRADIENT } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/**
 * y = a − q·b with q = a/b rounded towards 0, which ONNX calls fmod and prescribes for floats.  da = dy, db = −dy·q.
 * At the jumps as everywhere, as in PyTorch. q is (a − y)/b, an integer but for rounding: a/b itself may round up to the
 * next integer where y just falls short of b.
 */
export const Mod: GradientRule = {
  op: 'Mod',
  backward({ g, needs, inputs: [a, b], outputs: [y], cotangents: [dy] }) {
    if (!needs[1]) return [dy];
    const quotient = g.div(g.sub(a!, y!), b!);
    const q = g.op('Round', [quotient], { shape: quotient.shape, metadata: NO_GRADIENT });
    return [dy, g.unary('Neg', g.mul(dy!, q))];
  },
};
