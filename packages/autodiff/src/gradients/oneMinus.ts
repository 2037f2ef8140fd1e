import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/** 1 − x for x in [0, 1], where x = 0 and 1 are only reached by rounding. HardSigmoid is affine there, and one pass in any layout. */
export function oneMinus(g: GraphBuilder, x: Value): Value {
  return x.type === 'float32' ? g.hardSigmoid(x, -1, 1) : g.sub(g.scalar(1, x), x);
}
