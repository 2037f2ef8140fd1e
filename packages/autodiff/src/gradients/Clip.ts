import { float, type GraphBuilder, LARGEST_FLOAT32, NO_GRADIENT, type Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule, RuleContext } from '../rule.ts';
import { blockedScale } from './blocked.ts';

/**
 * y = min(max(x, lo), hi).  dx = dy inside, 0 outside.
 * At the edges as PyTorch: Clip(0, c) is what ReLU6 and Hardtanh export to, whose derivative is 0 there; any other Clip is
 * `torch.clamp`, whose derivative at both edges is 1. lo > hi gives y = hi and the derivative 0 everywhere.
 * dlo = dy where x < lo < hi, dhi = dy where x > hi or lo > hi, as `torch.clamp`.
 */
export const Clip: GradientRule = {
  op: 'Clip',
  backward(context) {
    const { g, needs, inputs, cotangents } = context;
    const [[x, lo, hi], dy] = [inputs, cotangents[0]!];
    return [
      needs[0] ? towardsInput(context) : undefined,
      needs[1] ? belowLow(g, x!, dy, lo!, hi) : undefined,
      needs[2] ? aboveHigh(g, x!, dy, lo, hi!) : undefined,
    ];
  },
};

function towardsInput(context: BackwardContext): Value {
  const { g, inputs, outputs, cotangents } = context;
  const [x, y, dy] = [inputs[0]!, outputs[0]!, cotangents[0]!];
  const [lo, hi] = [bound(context, 1, Number.NEGATIVE_INFINITY), bound(context, 2, Number.POSITIVE_INFINITY)];
  // Inside and on both edges Clip returns x itself.
  const isOrdered = lo !== undefined && hi !== undefined && lo <= hi;
  if (isOrdered && (lo !== 0 || hi === 0)) return g.mul(dy, g.cast(g.compare('Equal', x, y), dy.type));
  if (lo !== 0 || hi === undefined || hi <= 0) return insideBounds(g, x, dy, inputs[1], inputs[2]);
  // What exporters write for "no upper bound".
  if (hi >= LARGEST_FLOAT32) return g.mul(dy, g.positiveMask(y));
  if (hi >= 2 ** -60 && hi < 2 ** 60 && x.type === 'float32') return g.mul(dy, insideMask(g, y, hi));
  return g.mul(dy, g.mul(g.positiveMask(x), g.positiveMask(g.sub(inputs[2]!, x))));
}

/** The constant bound; its default if left out; undefined if it is computed by the graph. */
function bound(context: RuleContext, index: number, missing: number): number | undefined {
  return context.inputs[index] === undefined ? missing : context.constant(index)?.[0];
}

/**
 * 1[0 < y < c] from the output alone, in operators that stay in ONNX Runtime's blocked layout. With w the power of two for
 * which 1/2 < w·c ≤ 1: h = 1[y > 0] and m = HardSigmoid(h − w·y; a, −a(1 − w·c)) is 1 for 0 < y < c, and 0 at y = 0 and
 * y = c. It is so for the float32 neighbours of both edges too: where w·y ≥ 1/2, 1 − w·y is exact.
 */
function insideMask(g: GraphBuilder, y: Value, c: number): Value {
  const w = scaleBelowOne(c);
  const steep = 2 ** 124;
  const negated = y.shape.length === 4 ? blockedScale(g, y, -w) : g.scale(y, -w);
  return g.op('HardSigmoid', [g.add(negated, g.positiveMask(y))], {
    shape: y.shape,
    attributes: { alpha: float(steep), beta: float(-steep * (1 - w * c)) },
    metadata: NO_GRADIENT,
  });
}

/** The power of two w with 1/2 < w·c ≤ 1. `Math.log2` may be off by one where c is a power of two or next to it. */
function scaleBelowOne(c: number): number {
  const w = 2 ** -Math.ceil(Math.log2(c));
  if (w * c > 1) return w / 2;
  return w * c > 0.5 ? w : 2 * w;
}

function insideBounds(g: GraphBuilder, x: Value, dy: Value, lo: Value | undefined, hi: Value | undefined): Value {
  const zero = g.scalar(0, dy);
  const above = lo ? g.where(g.compare('GreaterOrEqual', x, lo), dy, zero) : dy;
  const both = hi ? g.where(g.compare('LessOrEqual', x, hi), above, zero) : above;
  return lo && hi ? g.where(g.compare('LessOrEqual', lo, hi), both, zero) : both;
}

function belowLow(g: GraphBuilder, x: Value, dy: Value, lo: Value, hi: Value | undefined): Value {
  const zero = g.scalar(0, dy);
  const below = g.where(g.compare('Less', x, lo), dy, zero);
  return hi ? g.where(g.compare('Less', lo, hi), below, zero) : below;
}

function aboveHigh(g: GraphBuilder, x: Value, dy: Value, lo: Value | undefined, hi: Value): Value {
  const above = g.where(g.compare('Greater', x, hi), dy, g.scalar(0, dy));
  return lo ? g.where(g.compare('Greater', lo, hi), dy, above) : above;
}
