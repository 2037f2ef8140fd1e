import type { Value } from '../../ir.ts';
import { SEVERAL_SCALES } from './binary.ts';
import type { QuantisedContext } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/** y = quantise(f(dequantise(x))) for `Op(X, sX, zX, sY, zY)`. */
export function rewriteUnary(context: QuantisedContext, f: (x: Value) => Value) {
  const { g, inputs } = context;
  const [scaleX, scaleY] = [single(g, inputs[1]), single(g, inputs[3])];
  if (!scaleX || !scaleY) return SEVERAL_SCALES;
  const y = f(g.mul(context.centred(0, 2), scaleX));
  return [context.quantised(g.div(y, scaleY), 4)];
}
