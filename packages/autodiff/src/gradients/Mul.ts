import { isSelfGate } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../rule.ts';
import { oneMinus } from './oneMinus.ts';

/** y = a·b.  da = dy·b, db = dy·a.  Where it is known that b = σ(a): da = dy·(b + y·(1 − b)), and b gets nothing from here. */
export const Mul: GradientRule = {
  op: 'Mul',
  backward: (context) => (isSelfGate(context.node) ? [selfGated(context)] : factors(context)),
};

const factors = ({ g, needs, inputs: [a, b], cotangents: [dy] }: BackwardContext) => [
  needs[0] ? g.mul(dy!, b!) : undefined,
  needs[1] ? g.mul(dy!, a!) : undefined,
];

const selfGated = ({ g, inputs: [, s], outputs: [y], cotangents: [dy] }: BackwardContext) =>
  g.mul(dy!, g.add(g.mul(y!, oneMinus(g, s!)), s!));
