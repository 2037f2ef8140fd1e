import { gateInput, isNormalisation } from '@smoothgrad/onnx';
import type { GradientRule } from '../../rule.ts';

/** The factors of a product are its first two inputs. */
const factors = 2;

/**
 * A product whose factors both depend on the image is linear in each of them. Relevance passes to the one that is not the gate
 * (Arras et al. 2017, "signal takes all"); a product of which none is known to be the gate is refused.
 */
export function withGate(rule: GradientRule): GradientRule {
  return {
    ...rule,
    passes: ({ node }) => {
      const gate = gateInput(node);
      return node.inputs.map((_, i) => i !== gate);
    },
    refuse: (context) =>
      context.needs.slice(0, factors).every(Boolean)
        ? 'it combines two values of the image, and neither is known to be a gate of the other: relevance has no rule for that'
        : rule.refuse?.(context),
  };
}

/** y = x·c or x/c with c a constant or a gate: x is all there is to y, so that it gets all relevance. */
export function scaling(op: string): GradientRule {
  return withGate({
    op,
    backward: ({ needs, cotangents: [relevance] }) => needs.map((need) => (need ? relevance : undefined)),
  });
}

/** y = x/c. What is divided by an image's value that is no denominator of a normalisation has no rule. */
export const quotient: GradientRule = {
  ...scaling('Div'),
  passes: ({ node }) => [true, !isNormalisation(node)],
  refuse: (context) =>
    context.needs[1]
      ? 'it divides by a value of the image that is not known to be a norm: relevance has no rule for that'
      : undefined,
};
