import type { GradientRule } from '../rule.ts';
import { oneMinus } from './oneMinus.ts';

/**
 * y = x·t with t = tanh p, p = log(1 + exp x).  dx = dy·(t + x·σ(x)·(1 − t²)).
 * σ(x) is exp(x − p), which keeps its digits far below 0, where ONNX Runtime's Sigmoid is cut off.
 */
export const Mish: GradientRule = {
  op: 'Mish',
  backward({ g, inputs, cotangents: [dy] }) {
    const x = inputs[0]!;
    const softplus = g.op('Softplus', [x], { shape: x.shape });
    const tanh = g.op('Tanh', [softplus], { shape: x.shape });
    const sigmoid = g.unary('Exp', g.sub(x, softplus));
    return [g.mul(dy!, g.add(tanh, g.mul(g.mul(x, sigmoid), oneMinus(g, g.mul(tanh, tanh)))))];
  },
};
