import { expect, test } from 'vitest';
import { modelOf, node } from '../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../tests/support/testEngine.ts';
import { normalise } from './passes/normalise.ts';
import { specialise } from './specialise.ts';

const engine = createTestEngine();
const relu = { inputs: { x: [2] }, nodes: [node('Relu', ['x'], ['y'])], outputs: ['y'] };
const load = (parts: Partial<Parameters<typeof modelOf>[0]>) =>
  specialise(normalise(modelOf({ ...relu, ...parts })), engine, { inputShapes: { x: [2] } });

test('an operator set the runtime does not know is said in one sentence', async () => {
  await expect(load({ opset: 99 })).rejects.toThrow(
    /cannot load the model: it is written for operator set 99, and 2\d is the newest this runtime knows\. Export it again for 2\d or older$/,
  );
  await expect(load({ opsets: { 'ai.onnx.ml': 9 } })).rejects.toThrow('the operator set of ai.onnx.ml in version 9');
});

test('a newer file format is written as one the runtime knows', async () => {
  expect((await load({ irVersion: 14 })).values.get('y')!.shape).toEqual([2]);
});

test('the runtime’s source files are left out of what it says', async () => {
  const error = load({ nodes: [node('MatMul', ['x'], ['y'])] });
  await expect(error).rejects.toThrow(/cannot load the model: /);
  await expect(error).rejects.not.toThrow(/onnxruntime_src/);
});
