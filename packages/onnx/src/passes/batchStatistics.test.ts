import { float, int } from '@smoothgrad/onnx';
import { afterAll, expect, test } from 'vitest';
import { relativeDistance } from '../../../../tests/support/compare.ts';
import { modelOf, node, numbers } from '../../../../tests/support/graphs.ts';
import { floats, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const training = (batch: number, outputs: readonly string[] = ['y']) =>
  modelOf({
    inputs: { x: [batch, 2, 3, 4] },
    nodes: [
      node('BatchNormalization', ['x', 'scale', 'bias', 'mean', 'variance'], ['y', 'running_mean', 'running_var'], {
        training_mode: int(1),
        epsilon: float(0.01),
      }),
    ],
    outputs,
    constants: [
      floats('scale', [2], [1.5, -2]),
      floats('bias', [2], [0.1, 0.2]),
      floats('mean', [2], [1, -1]),
      floats('variance', [2], [4, 0.25]),
    ],
  });
const operatorsOf = async (model: ReturnType<typeof modelOf>) =>
  (await staticModel(model, engine)).graph.nodes.map(({ op }) => op);

test('training mode on one image: its own statistics, as the runtime computes it', async () => {
  const model = training(1);
  const own = await staticModel(model, engine);
  expect(own.graph.nodes.map(({ op }) => op)).toEqual(['InstanceNormalization']);
  const x = numbers(24, 9, 3);
  const [before, after] = [await run(model, engine, { x }), await run(own, engine, { x })];
  expect(relativeDistance(after.y!.data as Float32Array, before.y!.data as Float32Array)).toBeLessThan(1e-6);
});

test('batches, and statistics that are read, stay', async () => {
  expect(await operatorsOf(training(2))).toEqual(['BatchNormalization']);
  expect(await operatorsOf(training(1, ['y', 'running_mean']))).toEqual(['BatchNormalization']);
});
