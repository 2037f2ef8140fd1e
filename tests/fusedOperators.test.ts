import type { GradientRule } from '@smoothgrad/autodiff';
import { elementwise, type Forward, mapTensor } from '@smoothgrad/autodiff/testing';
import { float, int, ints, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Conv, Gemm, MatMul, Transpose } from '../packages/autodiff/src/testing/reference/index.ts';
import { gradientProperty } from './support/gradientProperty.ts';

/** The rule of an operator that is decomposed before it is asked for. */
const decomposed = (op: string): GradientRule => ({ op, backward: () => [] });
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

test('the gradient of FusedConv passes the activation, the convolution and the added input', async () => {
  const forward: Forward = ([x, w, b, z], node) =>
    mapTensor(
      elementwise(Conv([x, w, b], node), z!, (conv, added) => conv + added),
      sigmoid,
    );
  const fused = {
    inputs: [
      { shape: [1, 2, 4, 4] },
      { shape: [3, 2, 3, 3], constant: true },
      { shape: [3], constant: true },
      { shape: [1, 3, 2, 2] },
    ],
    attributes: { activation: string('Sigmoid'), pads: ints([1, 1, 0, 0]), strides: ints([2, 2]) },
  };
  const rule = decomposed('com.microsoft.FusedConv');
  await expect(gradientProperty(rule, fc.constant(fused), { runs: 3, forward })).resolves.toBeUndefined();
});

test('the gradient of FusedGemm by all its operands', async () => {
  const forward: Forward = (inputs, node) => mapTensor(Gemm(inputs, node), Math.tanh);
  const attributes = { activation: string('Tanh'), transB: int(1), alpha: float(0.5) };
  const fused = { inputs: [{ shape: [2, 3] }, { shape: [4, 3] }, { shape: [4] }], attributes };
  const rule = decomposed('com.microsoft.FusedGemm');
  await expect(gradientProperty(rule, fc.constant(fused), { runs: 3, forward })).resolves.toBeUndefined();
});

test('the gradient of FusedMatMul by both operands', async () => {
  const forward: Forward = ([a, b], node) => {
    const perm = { ...node, attributes: new Map([['perm', ints([1, 2, 0])]]) };
    return mapTensor(MatMul([Transpose([a], perm), b], node), (y) => 0.25 * y);
  };
  const attributes = { transA: int(1), transBatchA: int(1), alpha: float(0.25) };
  const fused = { inputs: [{ shape: [3, 2, 4] }, { shape: [2, 3, 5] }], attributes };
  const rule = decomposed('com.microsoft.FusedMatMul');
  await expect(gradientProperty(rule, fc.constant(fused), { runs: 3, forward })).resolves.toBeUndefined();
});
