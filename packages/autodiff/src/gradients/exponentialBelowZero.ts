import type { GraphBuilder, Value } from '@smoothgrad/onnx';
import { negativePart } from './negativePart.ts';

/**
 * dy·above where x > 0, else dy·below·exp(x).
 * The exponent is cut off at 0: exp(x) would overflow for large x, and times the 0 of the branch not taken give NaN in the
 * second derivative.
 */
export function exponentialBelowZero(
  g: GraphBuilder,
  x: Value,
  dy: Value,
  { above, below }: { readonly above: number; readonly below: number },
): Value {
  const decayed = g.scale(g.mul(dy, g.unary('Exp', negativePart(g, x))), below);
  if (above === below) return decayed;
  return g.where(g.compare('Greater', x, g.scalar(0, x)), g.scale(dy, above), decayed);
}
