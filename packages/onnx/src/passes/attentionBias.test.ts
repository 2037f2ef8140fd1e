import { int } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../tests/support/decomposeCases.ts';
import { oneNodeModel } from '../../../autodiff/src/testing/oneNodeModel.ts';
import { attentionBias } from './attentionBias.ts';

const op = 'com.microsoft.Attention';
const x = { shape: [1, 3, 8] };
const attributes = { num_heads: int(2) };

test('fused attention without a bias gets one of zeros, in the type of its weights', () => {
  const { model } = oneNodeModel(op, { inputs: [x, { shape: [8, 24], constant: true }], attributes });
  const { nodes, initializers } = attentionBias.run(model).graph;
  expect(nodes[0]!.inputs).toEqual(['x0', 'x1', 'x1/bias']);
  const bias = initializers.get('x1/bias')!;
  expect(bias).toMatchObject({ type: 'float32', dims: [24], data: { kind: 'inline', bytes: new Uint8Array(96) } });
});

test('further inputs keep their places', () => {
  const mask = { shape: [1, 3], type: 'int32' as const, values: [1, 0, 1] };
  const inputs = [x, { shape: [8, 24], constant: true }, undefined, mask];
  const { nodes } = attentionBias.run(oneNodeModel(op, { inputs, attributes }).model).graph;
  expect(nodes[0]!.inputs).toEqual(['x0', 'x1', 'x1/bias', 'x3']);
});

test('a bias that is there stays, and so does every other model', async () => {
  const inputs = [x, { shape: [8, 24], constant: true }, { shape: [24], constant: true }];
  const { model } = oneNodeModel(op, { inputs, attributes });
  expect(attentionBias.run(model)).toBe(model);
  await expectSameDecomposed(op, { inputs, attributes });
});
