import { type GraphBuilder, normaliseAxis, string, stringAttribute, type Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule, RuleContext } from '../rule.ts';
import { identityMatrix, transposedAlong } from './linearAlongAxis.ts';

/**
 * y = x with a border (negative amounts crop).
 *
 * `constant`: dx = the inside of dy, by Pad with the amounts negated; the border value takes the sum of dy over the border.
 * `reflect`, `edge`, `wrap`: the border repeats elements, whose cotangents add up. Each axis is a 0/1 matrix: what Pad makes of
 * the identity matrix, which ONNX Runtime folds when the session is made.
 */
export const Pad: GradientRule = {
  op: 'Pad',
  refuse(context) {
    const mode = modeOf(context);
    if (mode !== 'constant' && !REPEATING.has(mode)) return `its mode '${mode}' has no gradient rule`;
    if (!isKnown(context, 1) || !isKnown(context, 3)) return 'its amounts or axes are not known before the model runs';
    return undefined;
  },
  backward(context) {
    const { g, inputs, needs, cotangents } = context;
    const [x, dy] = [inputs[0]!, cotangents[0]!];
    const amounts = amountsPerAxis(context, x.shape.length);
    if (REPEATING.has(modeOf(context))) return [folded(context, dy, amounts)];
    const back = amounts.map((amount) => -amount);
    return [
      needs[0] ? g.op('Pad', [dy, g.int64(back)], { shape: x.shape }) : undefined,
      undefined,
      needs[2] ? borderSum(g, x, dy, amounts) : undefined,
    ];
  },
};

const REPEATING = new Set(['reflect', 'edge', 'wrap']);

const modeOf = ({ node }: RuleContext) => stringAttribute(node, 'mode', 'constant');

/** Left out, or a constant whose numbers are at hand. */
function isKnown({ inputs, constant }: RuleContext, index: number): boolean {
  return inputs[index] === undefined || constant(index) !== undefined;
}

/** Begin amounts of all axes, then end amounts; the optional `axes` input names the axes the amounts are for. */
function amountsPerAxis({ constant, inputs }: RuleContext, rank: number): number[] {
  const pads = constant(1) ?? [];
  const axes = (inputs[3] && constant(3)) ?? Array.from({ length: rank }, (_, axis) => axis);
  const all = new Array<number>(2 * rank).fill(0);
  axes.forEach((axis, i) => {
    all[normaliseAxis(axis, rank)] = pads[i]!;
    all[normaliseAxis(axis, rank) + rank] = pads[i + axes.length]!;
  });
  return all;
}

/** dy with what lies in the border added to the elements it repeats. */
function folded(context: BackwardContext, dy: Value, amounts: readonly number[]): Value {
  const { g, inputs } = context;
  const x = inputs[0]!;
  return x.shape.reduce((sum, length, axis) => {
    const [begin = 0, end = 0] = [amounts[axis], amounts[axis + x.shape.length]];
    if (begin === 0 && end === 0) return sum;
    const matrix = g.op('Pad', [identityMatrix(g, length, x), g.int64([0, begin, 0, end])], {
      shape: [length, length + begin + end],
      attributes: { mode: string(modeOf(context)) },
    });
    return transposedAlong(g, sum, axis, matrix);
  }, dy);
}

function borderSum(g: GraphBuilder, x: Value, dy: Value, amounts: readonly number[]): Value {
  const inside = g.expand(g.scalar(0, x), x.shape);
  const border = g.op('Pad', [inside, g.int64(amounts), g.scalar(1, x)], { shape: dy.shape });
  return g.reduceSum(
    g.mul(dy, border),
    dy.shape.map((_, axis) => axis),
    false,
  );
}
