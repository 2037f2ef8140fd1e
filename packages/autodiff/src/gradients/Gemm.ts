import { float, floatAttribute, type GraphBuilder, int, intAttribute, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/**
 * y = α·A′B′ + β·C with A′ = A or Aᵀ and B′ = B or Bᵀ.
 * dA′ = α·dy·B′ᵀ, dB′ = α·A′ᵀ·dy, dC = β·dy; a transposed operand gets the transposed product.
 */
export const Gemm: GradientRule = {
  op: 'Gemm',
  backward({ g, node, needs, inputs: [a, b, c], cotangents: [dy] }) {
    const [transA, transB] = [intAttribute(node, 'transA', 0) === 1, intAttribute(node, 'transB', 0) === 1];
    const alpha = floatAttribute(node, 'alpha', 1);
    const product = (left: Value, leftT: boolean, right: Value, rightT: boolean, shape: readonly number[]) =>
      gemm(g, { left, leftT, right, rightT, shape, alpha });
    const dA = () => (transA ? product(b!, transB, dy!, true, a!.shape) : product(dy!, false, b!, !transB, a!.shape));
    const dB = () => (transB ? product(dy!, true, a!, transA, b!.shape) : product(a!, !transA, dy!, false, b!.shape));
    return [
      needs[0] ? dA() : undefined,
      needs[1] ? dB() : undefined,
      c && needs[2] ? g.scale(dy!, floatAttribute(node, 'beta', 1)) : undefined,
    ];
  },
};

interface Product {
  readonly left: Value;
  readonly leftT: boolean;
  readonly right: Value;
  readonly rightT: boolean;
  readonly shape: readonly number[];
  readonly alpha: number;
}

function gemm(g: GraphBuilder, { left, leftT, right, rightT, shape, alpha }: Product): Value {
  const attributes = { transA: int(leftT ? 1 : 0), transB: int(rightT ? 1 : 0), alpha: float(alpha) };
  return g.op('Gemm', [left, right], { shape, attributes });
}
