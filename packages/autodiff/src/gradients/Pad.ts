import { normaliseAxis, stringAttribute } from '@smoothgrad/onnx';
import type { GradientRule, RuleContext } from '../rule.ts';

/** y = x with a constant border (negative amounts crop).  dx = the inside of dy: Pad with the amounts negated. */
export const Pad: GradientRule = {
  op: 'Pad',
  refuse(context) {
    const mode = stringAttribute(context.node, 'mode', 'constant');
    if (mode !== 'constant') return `its mode '${mode}' has no gradient rule yet, only 'constant' has`;
    if (!isKnown(context, 1) || !isKnown(context, 3)) return 'its amounts or axes are not known before the model runs';
    if (context.needs[2]) return 'its border value depends on the image';
    return undefined;
  },
  backward(context) {
    const { g, inputs, cotangents } = context;
    const [x, dy] = [inputs[0]!, cotangents[0]!];
    const amounts = amountsPerAxis(context, x.shape.length).map((amount) => -amount);
    return [g.op('Pad', [dy, g.int64(amounts)], { shape: x.shape })];
  },
};

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
