import type { GraphNode } from '@smoothgrad/onnx';
import type { Forward, ReferenceTensor } from './tensor.ts';

/** A direction in which one input moves. */
export interface Direction {
  readonly input: number;
  readonly values: ArrayLike<number>;
}

/**
 * ∂/∂inputs[wrt] of the derivative of ⟨cotangent, f⟩ along `direction`, by differences of a float64 forward:
 * (F(+,+) − F(+,−) − F(−,+) + F(−,−))/4h², four evaluations for each element.
 */
export function mixedDifferences(
  forward: Forward,
  node: GraphNode,
  inputs: readonly (ReferenceTensor | undefined)[],
  {
    direction,
    wrt,
    cotangent,
    step,
  }: {
    readonly direction: Direction;
    readonly wrt: number;
    readonly cotangent: ArrayLike<number>;
    readonly step: number;
  },
): Float64Array {
  const evaluate = (along: number, element: number, across: number) => {
    const moved = inputs.map((input, i) => {
      if (input === undefined || (i !== direction.input && i !== wrt)) return input;
      const data = Float64Array.from(input.data);
      if (i === direction.input) for (let k = 0; k < data.length; k++) data[k]! += along * direction.values[k]!;
      if (i === wrt) data[element]! += across;
      return { shape: input.shape, data };
    });
    return forward(moved, node).data.reduce((sum, y, k) => sum + cotangent[k]! * y, 0);
  };
  return inputs[wrt]!.data.map((_, k) => {
    const [pp, pm, mp, mm] = [
      evaluate(step, k, step),
      evaluate(step, k, -step),
      evaluate(-step, k, step),
      evaluate(-step, k, -step),
    ];
    return (pp - pm - mp + mm) / (4 * step * step);
  });
}
