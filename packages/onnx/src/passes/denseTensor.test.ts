import { describe, expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats, integers, run } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { inlineNumbers, int64Tensor } from '../elements.ts';
import type { Model, SparseTensor, Tensor } from '../ir.ts';
import { constantsToInitializers } from './constantsToInitializers.ts';
import { denseTensor } from './denseTensor.ts';
import { normalise } from './normalise.ts';

const engine = createTestEngine();
const values = floats('w', [3], [1.5, -2, 4]);

const flat: SparseTensor = { values, indices: integers('', [1, 2, 5]), dims: [2, 3] };
const coordinates: SparseTensor = { values, indices: int64Tensor('', [3, 2], [0, 1, 0, 2, 1, 2]), dims: [2, 3] };

describe.each([
  ['positions', flat],
  ['coordinates', coordinates],
])('elements given by %s', (_, sparse) => {
  test('are put in their places, the rest is zero', () => {
    const dense = denseTensor(sparse);
    expect(dense).toMatchObject({ name: 'w', type: 'float32', dims: [2, 3] });
    expect(inlineNumbers(dense)).toEqual([0, 1.5, -2, 0, 0, 4]);
  });

  test.each<[string, Model]>([
    ['an initializer', model([node('Mul', ['x', 'w'], ['y'])], sparse)],
    [
      'a Constant node',
      model([
        node('Constant', [], ['w'], { sparse_value: { kind: 'sparse', value: sparse } }),
        node('Mul', ['x', 'w'], ['y']),
      ]),
    ],
  ])('as %s: ONNX Runtime computes the same', async (__, source) => {
    const x = [1, 2, 3, 4, 5, 6];
    const normalised = normalise(source);
    expect(normalised.graph.nodes.map(({ op }) => op)).toEqual(['Mul']);
    expect([...normalised.graph.initializers.keys()]).toEqual(['w']);
    expect(normalised.graph.sparseInitializers).toBeUndefined();
    const [before, after] = [await run(source, engine, { x }), await run(normalised, engine, { x })];
    expect(Array.from(after.y!.data, Number)).toEqual(Array.from(before.y!.data, Number));
    expect(Array.from(after.y!.data, Number)).toEqual([0, 3, -6, 0, 0, 24]);
  });
});

function model(nodes: Model['graph']['nodes'], sparse?: SparseTensor): Model {
  const plain = modelOf({ inputs: { x: [2, 3] }, nodes, outputs: ['y'] });
  return { ...plain, graph: { ...plain.graph, ...(sparse && { sparseInitializers: [sparse] }) } };
}

test('a tensor of zeros names no positions', () => {
  const none = { values: floats('w', [0], []), indices: integers('', []), dims: [2] };
  expect(inlineNumbers(denseTensor(none))).toEqual([0, 0]);
});

test('an initializer listed as an input too is no input', () => {
  const source = model([node('Mul', ['x', 'w'], ['y'])], flat);
  const listed = { ...source, graph: { ...source.graph, inputs: [...source.graph.inputs, { name: 'w' }] } };
  expect(normalise(listed).graph.inputs.map(({ name }) => name)).toEqual(['x']);
  expect(constantsToInitializers.run(listed).graph.initializers.has('w')).toBe(true);
});

test.each<[string, Partial<SparseTensor>, string]>([
  ['a position beyond the end', { indices: integers('', [1, 2, 6]) }, 'has positions that do not fit its shape'],
  ['a negative one', { indices: integers('', [-1, 2, 3]) }, 'has positions that do not fit its shape'],
  [
    'a coordinate beyond its axis',
    { indices: int64Tensor('', [3, 2], [0, 3, 0, 2, 1, 2]) },
    'has positions that do not fit',
  ],
  ['too few', { indices: integers('', [1]) }, 'has positions that do not fit its shape'],
  ['none', { indices: undefined }, 'has positions that do not fit its shape'],
  ['an absurd shape', { dims: [2 ** 40] }, 'has the shape [1099511627776]'],
  ['elements of half a byte', { values: { ...values, type: 'int4' } }, 'has elements of type int4'],
  [
    'elements in another file',
    { values: { ...values, data: { kind: 'file', file: 'w.bin', offset: 0, length: 12 } } satisfies Tensor },
    "the sparse tensor 'w' lies in another file",
  ],
])('%s is an error', (_, parts, message) => {
  expect(() => denseTensor({ ...flat, ...parts })).toThrow(message);
  expect(() => denseTensor({ ...flat, ...parts })).toThrow(expect.objectContaining({ name: 'InvalidModelError' }));
});
