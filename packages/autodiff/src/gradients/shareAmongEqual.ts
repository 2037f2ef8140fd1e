import { float, type GraphBuilder, LARGEST_FLOAT32, NO_GRADIENT, type Value } from '@smoothgrad/onnx';
import type { BackwardContext } from '../rule.ts';

type Wins = 'Greater' | 'Less';

/** The backward pass of Max (`Greater`) and Min (`Less`): dy in equal shares to all inputs that are the output. */
export function shareAmongEqual(context: BackwardContext, wins: Wins): readonly (Value | undefined)[] {
  const { g, inputs, needs, constant } = context;
  const [y, dy] = [context.outputs[0]!, context.cotangents[0]!];
  if (inputs.length === 1) return [dy];
  if (inputs.length > 2) return shareAmongMany(g, inputs as readonly Value[], y, dy);
  const [a, b] = [inputs[0]!, inputs[1]!];
  const finite = [0, 1].some((i) => !needs[i] && constant(i)?.every(Number.isFinite));
  const first = finite && a.type === 'float32' ? g.mul(dy, steepMask(g, a, b, wins)) : shareOfFirst(g, a, b, dy, wins);
  return [first, needs[1] ? g.sub(dy, first) : undefined];
}

/**
 * 1 where a wins, 1/2 where a = b, else 0, by the sign of a − b: faster than comparing. Only where one of them is finite, for
 * the difference of two infinities is not a number.
 */
function steepMask(g: GraphBuilder, a: Value, b: Value, wins: Wins): Value {
  const lead = wins === 'Greater' ? g.sub(a, b) : g.sub(b, a);
  return g.op('HardSigmoid', [lead], {
    shape: lead.shape,
    attributes: { alpha: float(LARGEST_FLOAT32), beta: float(0.5) },
    metadata: NO_GRADIENT,
  });
}

function shareOfFirst(g: GraphBuilder, a: Value, b: Value, dy: Value, wins: Wins): Value {
  const atLeastHalf = g.where(g.compare(wins, a, b), dy, g.scale(dy, 0.5));
  return g.where(g.compare(`${wins}OrEqual`, a, b), atLeastHalf, g.scalar(0, dy));
}

function shareAmongMany(g: GraphBuilder, inputs: readonly Value[], y: Value, dy: Value): readonly Value[] {
  const winners = inputs.map((x) => g.compare('Equal', x, y));
  const count = winners.map((winner) => g.cast(winner, dy.type)).reduce((sum, winner) => g.add(sum, winner));
  const share = g.div(dy, count);
  return winners.map((winner) => g.where(winner, share, g.scalar(0, dy)));
}
