import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/** min(x, 0) as a Clip, whose derivative at 0 is 1: there PyTorch takes the branch below 0. */
export function negativePart(g: GraphBuilder, x: Value): Value {
  return g.op('Clip', [x, undefined, g.scalar(0, x)], { shape: x.shape });
}
