import { float, type GraphBuilder, NO_GRADIENT, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/**
 * y = x·s with s = min(max(x/6 + 1/2, 0), 1).  dx = dy·(s + x/6·1[−3 < x < 3]): 0 up to −3, x/3 + 1/2 between, 1 from 3 on.
 * At ±3, where the slope jumps, it is that of the outer part, as in PyTorch: 0 at −3 and 1 at 3.
 */
export const HardSwish: GradientRule = {
  op: 'HardSwish',
  backward({ g, inputs: [x], cotangents: [dy] }) {
    return [g.mul(dy!, x!.type === 'float32' ? blockedSlope(g, x!) : slopeByCases(g, x!))];
  },
};

/** In operators that stay in ONNX Runtime's blocked layout. */
function blockedSlope(g: GraphBuilder, x: Value): Value {
  const inside = g.hardSigmoid(insideMask(g, x), 1 / 6, 0);
  return g.add(g.hardSigmoid(x, 1 / 6, 0.5), g.mul(x, inside));
}

/**
 * 1[x² < 9], which is 1[−3 < x < 3] for every float32: the squares of the neighbours of 3 are more than a rounding away from 9.
 */
function insideMask(g: GraphBuilder, x: Value): Value {
  const steep = 2 ** 100;
  return g.op('HardSigmoid', [g.mul(x, x)], {
    shape: x.shape,
    attributes: { alpha: float(-steep), beta: float(9 * steep) },
    metadata: NO_GRADIENT,
  });
}

function slopeByCases(g: GraphBuilder, x: Value): Value {
  const [half, one, three] = [0.5, 1, 3].map((value) => g.scalar(value, x));
  const linear = g.add(g.div(x, three!), half!);
  const upTo3 = g.where(g.compare('Less', x, three!), linear, one!);
  return g.where(g.compare('Greater', x, g.scalar(-3, x)), upTo3, g.scalar(0, x));
}
