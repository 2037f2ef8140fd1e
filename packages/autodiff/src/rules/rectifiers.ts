import { isGate, operatorName } from '@smoothgrad/onnx';
import { Clip } from '../gradients/Clip.ts';
import { LeakyRelu } from '../gradients/LeakyRelu.ts';
import { PRelu } from '../gradients/PRelu.ts';
import { Relu } from '../gradients/Relu.ts';
import type { GradientRule, RuleContext } from '../rule.ts';

/** What tells whether a node is a rectifier. */
export type RectifierContext = Pick<RuleContext, 'node' | 'constant' | 'needs'>;

/** An operator that passes positive numbers on and holds negative ones back, at least in part. */
interface Rectifier {
  readonly rule: GradientRule;
  /** Whether a node of it is one; all are where left out. */
  is?(context: RectifierContext): boolean;
}

/** Add one: a line. */
const rectifiers: readonly Rectifier[] = [
  { rule: Relu },
  { rule: LeakyRelu },
  // A slope that depends on the image is a function of its own.
  { rule: PRelu, is: ({ needs }) => needs[1] !== true },
  { rule: Clip, is: startsAtZero },
];

/** Clip(x, 0, c), c > 0: ReLU6 and its like. Not Clip(−1, 1). */
function startsAtZero({ node, constant }: RectifierContext): boolean {
  const [, , high = ''] = node.inputs;
  const top = high === '' ? Number.POSITIVE_INFINITY : constant(2)?.[0];
  return constant(1)?.[0] === 0 && top !== undefined && top > 0;
}

/** Whether a node is a rectifier: not what bounds a gate, as the Clip of a hard swish does (`markGates`). */
export function isRectifier(context: RectifierContext): boolean {
  const name = operatorName(context.node);
  const rectifier = rectifiers.find(({ rule }) => rule.op === name);
  return rectifier !== undefined && !isGate(context.node) && (rectifier.is?.(context) ?? true);
}

/** The entries of a table for rectifiers: what `change` makes of the derivative where a node is one, the derivative where it is not. */
export function rectifierRules(
  change: (derivative: GradientRule) => Pick<GradientRule, 'backward' | 'stopsAtZero'>,
): Readonly<Record<string, GradientRule>> {
  const entries = rectifiers.map(({ rule }): [string, GradientRule] => {
    const { stopsAtZero: _, ...derivative } = rule;
    const { backward, ...changed } = change(rule);
    return [
      rule.op,
      {
        ...derivative,
        ...changed,
        backward: (context) => (isRectifier(context) ? backward(context) : rule.backward(context)),
      },
    ];
  });
  return Object.fromEntries(entries);
}
