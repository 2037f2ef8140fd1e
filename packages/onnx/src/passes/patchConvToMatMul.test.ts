import { ints, string } from '@smoothgrad/onnx';
import { afterAll, expect, test } from 'vitest';
import { relativeDistance } from '../../../../tests/support/compare.ts';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const conv = (attributes: Parameters<typeof node>[3], channels = 3, size = 12, kernel = 6) =>
  modelOf({
    inputs: { x: [2, channels, size, 18] },
    nodes: [node('Conv', ['x', 'w', 'b'], ['y'], attributes)],
    outputs: ['y'],
    constants: [weights('w', [5, channels, kernel, kernel], 1), weights('b', [5], 2)],
  });
const operatorsOf = async (model: ReturnType<typeof modelOf>) =>
  (await staticModel(model, engine)).graph.nodes.map(({ op }) => op);

test('a Conv that cuts patches is a matrix product with the same result', async () => {
  const model = conv({ strides: ints([6, 6]) });
  const product = await staticModel(model, engine);
  expect(product.graph.nodes.map(({ op }) => op)).toContain('MatMul');
  expect(product.graph.nodes.map(({ op }) => op)).not.toContain('Conv');
  const x = numbers(2 * 3 * 12 * 18, 9);
  const [before, after] = [await run(model, engine, { x }), await run(product, engine, { x })];
  expect(after.y!.shape).toEqual([2, 5, 2, 3]);
  expect(relativeDistance(after.y!.data as Float32Array, before.y!.data as Float32Array)).toBeLessThan(1e-6);
});

test.each([
  ['overlap', conv({ strides: ints([4, 4]) })],
  ['are padded', conv({ strides: ints([6, 6]), pads: ints([1, 1, 1, 1]) })],
  ['are padded by name', conv({ strides: ints([6, 6]), auto_pad: string('SAME_UPPER') }, 3, 13)],
  ['leave a rest', conv({ strides: ints([6, 6]) }, 3, 13)],
  ['are small', conv({ strides: ints([2, 2]) }, 40, 12, 2)],
])('a Conv whose windows %s stays', async (_, model) => {
  expect(await operatorsOf(model)).toEqual(['Conv']);
});
