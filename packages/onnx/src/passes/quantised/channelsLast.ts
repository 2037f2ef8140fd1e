import { intAttribute } from '../../attributes.ts';
import type { Value } from '../../ir.ts';
import type { QuantisedContext } from './quantisedOperator.ts';

/** Applies `f`, which works on [N, C, …] and returns the same rank, to an input that may be [N, …, C]. */
export function withChannelsFirst({ g, node }: QuantisedContext, x: Value, f: (x: Value) => Value): Value {
  if (intAttribute(node, 'channels_last', 0) === 0) return f(x);
  const axes = x.shape.map((_, axis) => axis);
  const [batch, ...rest] = axes;
  const first = g.transpose(x, [batch!, axes.length - 1, ...rest.slice(0, -1)]);
  return g.transpose(f(first), [batch!, ...rest.slice(1), 1]);
}
