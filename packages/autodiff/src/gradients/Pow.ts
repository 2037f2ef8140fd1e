import type { GraphBuilder, Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../rule.ts';

/**
 * y = x^p.  dx = dy·p·x^(p−1), dp = dy·y·ln x. p may be of another type than x.
 * As PyTorch: p = 0 gives dx = 0, also at x = 0; x = 0 gives dp = 0 for p ≥ 0; below 0, where y has no derivative by p, dp
 * is not a number.
 */
export const Pow: GradientRule = {
  op: 'Pow',
  backward: (context) => [
    context.needs[0] ? byBase(context) : undefined,
    context.needs[1] ? byExponent(context) : undefined,
  ],
};

function byBase(context: BackwardContext): Value | undefined {
  const { g, inputs, outputs } = context;
  const [x, dy] = [inputs[0]!, context.cotangents[0]!];
  const p = g.cast(inputs[1]!, x.type);
  const exponent = commonExponent(context);
  if (exponent === undefined) return anyExponent(context, x, p, dy);
  if (exponent === 0) return undefined;
  if (exponent === 1) return dy;
  const scaled = g.mul(dy, p);
  if (exponent === 2) return g.mul(scaled, x);
  if (exponent === 3) return g.mul(g.mul(scaled, x), x);
  // Cheaper than another power. At 0, where it could not serve an exponent above 0, y is infinite.
  if (exponent < 0) return g.div(g.mul(scaled, outputs[0]!), x);
  if (exponent === 0.5) return g.div(scaled, outputs[0]!);
  return g.mul(scaled, power(g, x, lessOne(g, p, exponent), outputs[0]!.shape));
}

/** p − 1, as a constant where float32 holds it: the rule is simpler where p is known, also in the second derivative. */
function lessOne(g: GraphBuilder, p: Value, known: number): Value {
  return Math.fround(known - 1) === known - 1 ? g.scalar(known - 1, p) : g.sub(p, g.scalar(1, p));
}

/** The constant all elements of p are; undefined where they are computed or differ. */
function commonExponent({ needs, constant }: BackwardContext): number | undefined {
  const numbers = needs[1] ? undefined : constant(1);
  return numbers?.every((number) => number === numbers[0]) ? numbers[0] : undefined;
}

/** At p = 0, 0·x^(−1) would not be a number at x = 0: any other power serves. Where p is differentiated only there. */
function anyExponent({ g, needs, outputs }: BackwardContext, x: Value, p: Value, dy: Value): Value {
  const zero = g.scalar(0, p);
  const one = g.scalar(1, p);
  const absent = g.compare('Equal', p, zero);
  const both = needs[1] ? g.compare('Equal', g.where(absent, x, one), zero) : absent;
  return g.mul(g.mul(dy, p), power(g, x, g.sub(g.where(both, one, p), one), outputs[0]!.shape));
}

function byExponent({ g, inputs, outputs, cotangents }: BackwardContext): Value {
  const x = inputs[0]!;
  const p = g.cast(inputs[1]!, x.type);
  const zero = g.scalar(0, x);
  const one = g.scalar(1, x);
  const vanishes = g.compare('Equal', g.where(g.compare('GreaterOrEqual', p, zero), x, one), zero);
  const logarithm = g.unary('Log', g.where(vanishes, one, x));
  return g.cast(g.mul(g.mul(cotangents[0]!, outputs[0]!), logarithm), inputs[1]!.type);
}

function power(g: GraphBuilder, x: Value, p: Value, shape: readonly number[]): Value {
  return g.op('Pow', [x, p], { shape });
}
