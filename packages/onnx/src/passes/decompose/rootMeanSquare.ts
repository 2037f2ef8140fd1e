import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { reduceMean } from './reduceMean.ts';

/** x/√(mean(x²) + ε)·scale, the mean over the axes from `axis` on, and the factor 1/√(…). */
export function rootMeanSquare(
  g: GraphBuilder,
  x: Value,
  scale: Value,
  { axis, epsilon }: { readonly axis: number; readonly epsilon: number },
): { readonly y: Value; readonly inverse: Value } {
  const axes = x.shape.flatMap((_, i) => (i >= axis ? [i] : []));
  const meanSquare = reduceMean(g, g.mul(x, x), axes);
  const inverse = g.unary('Reciprocal', g.unary('Sqrt', g.add(meanSquare, g.scalar(epsilon, x))));
  return { y: g.mul(g.mul(x, inverse), scale), inverse };
}
