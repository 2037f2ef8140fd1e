import type { GraphBuilder, Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../rule.ts';

/**
 * y = min(max(x, lo), hi).  dx = dy inside, 0 outside.
 * At the edges as PyTorch: Clip(0, c) is what ReLU6 and Hardtanh export to, whose derivative is 0 there; any other Clip is
 * `torch.clamp`, whose derivative at both edges is 1. lo > hi gives y = hi and the derivative 0 everywhere.
 */
export const Clip: GradientRule = {
  op: 'Clip',
  backward(context) {
    const { g, inputs, outputs, cotangents } = context;
    const [x, y, dy] = [inputs[0]!, outputs[0]!, cotangents[0]!];
    const [lo, hi] = [bound(context, 1, Number.NEGATIVE_INFINITY), bound(context, 2, Number.POSITIVE_INFINITY)];
    if (lo === 0 && hi === Number.POSITIVE_INFINITY) return [g.mul(dy, g.positiveMask(y))];
    if (lo === 0 && hi !== undefined && hi > 0 && hi < 2 ** 60 && x.type === 'float32') {
      return [g.mul(dy, insideMask(g, y, hi))];
    }
    return [insideBounds(g, x, dy, inputs[1], inputs[2])];
  },
};

/** The constant bound; its default if left out; undefined if it is computed by the graph. */
function bound(context: BackwardContext, index: number, missing: number): number | undefined {
  return context.inputs[index] === undefined ? missing : context.constant(index)?.[0];
}

/**
 * 1[0 < y < c] from the output alone, in operators that stay in ONNX Runtime's blocked layout. With w a power of two such
 * that w·c < 1: h = 1[y > 0] and m = HardSigmoid(h − w·y; a, −a(1 − w·c)) is 1 for 0 < y < c, and 0 at y = 0 and y = c.
 */
function insideMask(g: GraphBuilder, y: Value, c: number): Value {
  const w = 2 ** -(Math.floor(Math.log2(c)) + 1);
  const steep = 2 ** 124;
  const negated = y.shape.length === 4 ? blockedScale(g, y, -w) : g.scale(y, -w);
  const ramp = g.add(negated, g.positiveMask(y));
  return g.hardSigmoid(ramp, steep, -steep * (1 - w * c));
}

/** x · factor as a depthwise 1×1 Conv, which ONNX Runtime fuses with the Add and HardSigmoid that follow. */
function blockedScale(g: GraphBuilder, x: Value, factor: number): Value {
  const channels = x.shape[1]!;
  const weight = g.expand(g.float32([factor], [1, 1, 1, 1]), [channels, 1, 1, 1]);
  return g.op('Conv', [x, weight], { shape: x.shape, attributes: { group: { kind: 'int', value: BigInt(channels) } } });
}

function insideBounds(g: GraphBuilder, x: Value, dy: Value, lo: Value | undefined, hi: Value | undefined): Value {
  const zero = g.scalar(0, dy);
  const above = lo ? g.where(g.compare('GreaterOrEqual', x, lo), dy, zero) : dy;
  const both = hi ? g.where(g.compare('LessOrEqual', x, hi), above, zero) : above;
  return lo && hi ? g.where(g.compare('LessOrEqual', lo, hi), both, zero) : both;
}
