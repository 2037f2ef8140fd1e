import { isGateClip, operatorName } from '@smoothgrad/onnx';
import { Clip } from '../gradients/Clip.ts';
import { LeakyRelu } from '../gradients/LeakyRelu.ts';
import { PRelu } from '../gradients/PRelu.ts';
import { Relu } from '../gradients/Relu.ts';
import type { GradientRule, RuleContext } from '../rule.ts';

type Place = Pick<RuleContext, 'node' | 'constant'>;

/** An operator that lets positive values pass and holds negative ones back. */
interface Rectifier {
  readonly rule: GradientRule;
  /** Whether a node of it is one; all are if left out. */
  is?(place: Place): boolean;
}

/** Clip(x, 0, c): ReLU6 and its like. Not Clip(−1, 1), and not the middle of a hard sigmoid. */
const clip: Rectifier = {
  rule: Clip,
  is({ node, constant }) {
    const [, , high = ''] = node.inputs;
    const top = high === '' ? Number.POSITIVE_INFINITY : constant(2)?.[0];
    return constant(1)?.[0] === 0 && top !== undefined && top > 0 && !isGateClip(node);
  },
};

/** Operators that are rectifiers, always or in some forms. Add one: a line. */
const rectifiers: readonly Rectifier[] = [{ rule: Relu }, { rule: LeakyRelu }, { rule: PRelu }, clip];

/** Whether a node is a rectifier. */
export function isRectifier(place: Place): boolean {
  const name = operatorName(place.node);
  return rectifiers.some(({ rule, is }) => rule.op === name && (is?.(place) ?? true));
}

/** A table's entries for rectifiers: `backward` where a node is one, the derivative where it is not. */
export function rectifierRules(
  backward: (rule: GradientRule) => GradientRule['backward'],
): Record<string, GradientRule> {
  const entries = rectifiers.map(({ rule, is }): [string, GradientRule] => {
    const { op, refuse, indexInputs } = rule;
    const changed = backward(rule);
    return [
      op,
      {
        op,
        ...(refuse && { refuse }),
        ...(indexInputs && { indexInputs }),
        backward: (context) => ((is?.(context) ?? true) ? changed(context) : rule.backward(context)),
      },
    ];
  });
  return Object.fromEntries(entries);
}
