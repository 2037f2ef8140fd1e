import type { GraphNode } from '@smoothgrad/onnx';
import type { Forward, ReferenceTensor } from './tensor.ts';

/** ∂⟨cotangent, f⟩/∂inputs[wrt] by central differences of a float64 forward: two evaluations for each element. */
export function centralDifferences(
  forward: Forward,
  node: GraphNode,
  inputs: readonly (ReferenceTensor | undefined)[],
  wrt: number,
  cotangent: ArrayLike<number>,
  step: number,
): Float64Array {
  const x = inputs[wrt]!;
  const moved = Float64Array.from(x.data);
  const perturbed = inputs.map((input, i) => (i === wrt ? { shape: x.shape, data: moved } : input));
  return x.data.map((value, i) => {
    moved[i] = value + step;
    // A forward may hand its input on.
    const above = forward(perturbed, node).data.slice();
    const upper = moved[i]!;
    moved[i] = value - step;
    const below = forward(perturbed, node).data.slice();
    const lower = moved[i]!;
    moved[i] = value;
    return above.reduce((sum, y, k) => sum + cotangent[k]! * (y - below[k]!), 0) / (upper - lower);
  });
}
