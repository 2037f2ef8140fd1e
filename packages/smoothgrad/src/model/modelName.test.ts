import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { modelName } from './modelName.ts';

it('names a model as the user did', () => {
  expect(modelName('nets/a.onnx', resolve('nets/a.onnx'))).toBe('nets/a.onnx');
  expect(modelName('./a.onnx', resolve('a.onnx'))).toBe('./a.onnx');
  expect(modelName('nets/vit', resolve('nets/vit/onnx/model.onnx'))).toBe('nets/vit/onnx/model.onnx');
  expect(modelName('.', resolve('model.onnx'))).toBe('model.onnx');
  expect(modelName(undefined, '/anywhere/model.onnx')).toBe('@smoothgrad/efficientnet-lite0/model.onnx');
});
