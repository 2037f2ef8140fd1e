import { broadcastShapes, elementCount, type GraphBuilder, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = A·B over the last two axes, leading axes broadcast (numpy.matmul).  dA = dy·Bᵀ, dB = Aᵀ·dy. Vectors are taken as one row or column. */
export const MatMul: GradientRule = {
  op: 'MatMul',
  backward({ g, needs, inputs: [a, b], cotangents: [dy] }) {
    const left = a!.shape.length === 1 ? g.reshape(a!, [1, a!.shape[0]!]) : a!;
    const right = b!.shape.length === 1 ? g.reshape(b!, [b!.shape[0]!, 1]) : b!;
    const lead = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
    const cotangent = g.reshape(dy!, [...lead, left.shape.at(-2)!, right.shape.at(-1)!]);
    // A vector's own axis is the last one of its matrix form; the walk sums what was broadcast in front of it.
    const dA = () => product(g, cotangent, swapLast(g, right));
    const dB = () =>
      right.shape.length === 2
        ? product(g, swapLast(g, rows(g, left)), rows(g, cotangent))
        : product(g, swapLast(g, left), cotangent);
    return [
      needs[0] ? squeezeVector(g, dA(), a!, -2) : undefined,
      needs[1] ? squeezeVector(g, dB(), b!, -1) : undefined,
    ];
  },
};

function product(g: GraphBuilder, a: Value, b: Value): Value {
  const lead = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return g.op('MatMul', [a, b], { shape: [...lead, a.shape.at(-2)!, b.shape.at(-1)!] });
}

/** A batch of matrices as one: for a shared right operand, whose cotangent is then one product instead of a sum of many. */
function rows(g: GraphBuilder, x: Value): Value {
  const width = x.shape.at(-1)!;
  return g.reshape(x, [elementCount(x.shape.slice(0, -1)), width]);
}

function swapLast(g: GraphBuilder, x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return g.transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** The cotangent of an operand that was a vector, without the axis that was put in. */
function squeezeVector(g: GraphBuilder, cotangent: Value, operand: Value, axis: -1 | -2): Value {
  if (operand.shape.length > 1) return cotangent;
  return g.reshape(
    cotangent,
    cotangent.shape.toSpliced(axis === -1 ? cotangent.shape.length - 1 : cotangent.shape.length - 2, 1),
  );
}
