import { type GraphBuilder, stringAttribute, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { oneMinus } from './oneMinus.ts';

/**
 * y = x·Φ(x), Φ(x) = (1 + erf(x/√2))/2.  dx = dy·(Φ(x) + x·φ(x)), φ(x) = exp(−x²/2)/√2π.
 * With `approximate = "tanh"`: y = x·σ(v), v = 2√(2/π)·(x + 0.044715x³), which is the formula with tanh(v/2).
 * dx = dy·(σ(v) + σ(v)·(1 − σ(v))·x·dv/dx).
 */
export const Gelu: GradientRule = {
  op: 'Gelu',
  refuse({ node }) {
    const approximate = stringAttribute(node, 'approximate', 'none');
    return Object.hasOwn(slopes, approximate)
      ? undefined
      : `its approximation '${approximate}' is neither "none" nor "tanh"`;
  },
  backward({ g, node, inputs: [x], cotangents: [dy] }) {
    const slope = slopes[stringAttribute(node, 'approximate', 'none')]!;
    return [g.mul(dy!, slope(g, x!))];
  },
};

const slopes: Readonly<Record<string, (g: GraphBuilder, x: Value) => Value>> = {
  /** With z = x/√2 it is Φ + z·exp(−z²)/√π; the factor goes into the exponent. */
  none(g, x) {
    const z = g.scale(x, Math.SQRT1_2);
    const erf = g.op('Erf', [z], { shape: x.shape });
    const density = g.unary('Exp', g.sub(g.scalar(-Math.log(Math.PI) / 2, x), g.mul(z, z)));
    return g.add(g.hardSigmoid(erf, 0.5, 0.5), g.mul(z, density));
  },
  tanh(g, x) {
    const linear = 2 * Math.sqrt(2 / Math.PI);
    const cubic = 0.044715 * linear;
    const square = g.mul(x, x);
    const polynomial = (factor: number) => g.mul(x, g.add(g.scale(square, factor), g.scalar(linear, x)));
    const s = g.unary('Sigmoid', polynomial(cubic));
    return g.add(s, g.mul(g.mul(s, oneMinus(g, s)), polynomial(3 * cubic)));
  },
};
