import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { modelOf, node, weights } from '../../../tests/support/graphs.ts';
import { floats, integers, run } from '../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../tests/support/testEngine.ts';
import { float, int, ints } from './attributes.ts';
import { float32Tensor, inlineNumbers } from './elements.ts';
import type { Model, Tensor } from './ir.ts';
import { elementCount } from './shapes.ts';
import { specialise } from './specialise.ts';

const engine = createTestEngine();
const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the batch is fixed, and the type and shape of every value is known', async () => {
  const nodes = [
    node('Conv', ['x', 'w'], ['c'], { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) }),
    node('GlobalAveragePool', ['c'], ['p']),
    node('Flatten', ['p'], ['f']),
    node('ArgMax', ['f'], ['best'], { axis: int(1), keepdims: int(0) }),
  ];
  const model = modelOf({
    inputs: { x: ['N', 3, 'H', 'W'] },
    nodes,
    outputs: ['f', 'best'],
    constants: [weights('w', [4, 3, 3, 3])],
  });
  const { values, graph } = await specialise(model, engine, { inputShapes: { x: [2, 3, 9, 8] } });
  expect(graph.inputs).toEqual([{ name: 'x', type: { elementType: 'float32', shape: [2, 3, 9, 8] } }]);
  expect(Object.fromEntries([...values].map(([name, { type, shape }]) => [name, `${type} ${shape}`]))).toEqual({
    x: 'float32 2,3,9,8',
    w: 'float32 4,3,3,3',
    c: 'float32 2,4,5,4',
    p: 'float32 2,4,1,1',
    f: 'float32 2,4',
    best: 'int64 2',
  });
});

describe('what does not depend on the input', () => {
  test('shape arithmetic becomes constants', async () => {
    const nodes = [
      node('Shape', ['x'], ['shape']),
      node('Gather', ['shape', 'zero'], ['batch']),
      node('Unsqueeze', ['batch', 'axis'], ['rows']),
      node('Concat', ['rows', 'minus one'], ['target'], { axis: int(0) }),
      node('Reshape', ['x', 'target'], ['y']),
    ];
    const constants = [{ ...integers('zero', [0]), dims: [] }, integers('axis', [0]), integers('minus one', [-1])];
    const model = modelOf({ inputs: { x: ['N', 3, 4] }, nodes, outputs: ['y'], constants });
    const { graph, values } = await specialise(model, engine, { inputShapes: { x: [5, 3, 4] } });
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Reshape']);
    expect([...graph.initializers.keys()]).toEqual(['target']);
    expect(inlineNumbers(graph.initializers.get('target')!)).toEqual([5, -1]);
    expect(values.get('y')!.shape).toEqual([5, 12]);
  });

  test('float scalars become constants, weights stay what they are', async () => {
    const nodes = [
      node('Sqrt', ['nine'], ['three']),
      node('Clip', ['x', '', 'three'], ['c']),
      node('Transpose', ['w'], ['turned']),
      node('MatMul', ['c', 'turned'], ['y']),
    ];
    const model = modelOf({
      inputs: { x: [1, 4] },
      nodes,
      outputs: ['y'],
      constants: [floats('nine', [], [9]), weights('w', [5, 4])],
    });
    const { graph } = await specialise(model, engine, { inputShapes: { x: [1, 4] } });
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Clip', 'Transpose', 'MatMul']);
    expect(inlineNumbers(graph.initializers.get('three')!)).toEqual([3]);
  });

  test('a node stays whole where only some of its outputs are small', async () => {
    const nodes = [
      node('Split', ['constant', 'sizes'], ['small', 'large']),
      node('Mul', ['x', 'small'], ['a']),
      node('Add', ['a', 'large'], ['y']),
    ];
    const constants = [floats('constant', [4], [2, 10, 20, 30]), integers('sizes', [1, 3])];
    const model = modelOf({ inputs: { x: [3] }, nodes, outputs: ['y'], constants });
    const fixed = await specialise(model, engine, { inputShapes: { x: [3] } });
    expect(Array.from((await run(fixed, engine, { x: [1, 2, 3] })).y!.data, Number)).toEqual([12, 24, 36]);
  });

  test('an output of the graph may be a constant', async () => {
    const nodes = [node('Relu', ['x'], ['y']), node('Shape', ['x'], ['shape'])];
    const fixed = await specialise(modelOf({ inputs: { x: [2, 2] }, nodes, outputs: ['y', 'shape'] }), engine, {
      inputShapes: { x: [2, 2] },
    });
    expect(Array.from((await run(fixed, engine, { x: [1, 2, 3, 4] })).shape!.data, Number)).toEqual([2, 2]);
  });
});

test('shapes that depend on the data stay unknown, and do not hinder', async () => {
  const nodes = [node('NonZero', ['x'], ['where']), node('Relu', ['x'], ['y'])];
  const { values } = await specialise(modelOf({ inputs: { x: [2] }, nodes, outputs: ['y', 'where'] }), engine, {
    inputShapes: { x: [2] },
  });
  expect(values.has('where')).toBe(false);
  expect(values.get('y')!.shape).toEqual([2]);
});

test('dead code goes', async () => {
  const nodes = [node('Relu', ['x'], ['y']), node('Mul', ['x', 'w'], ['dead'])];
  const model = modelOf({ inputs: { x: [2] }, nodes, outputs: ['y'], constants: [floats('w', [2], [1, 2])] });
  const { graph } = await specialise(model, engine, { inputShapes: { x: [2] } });
  expect(graph.nodes.map(({ op }) => op)).toEqual(['Relu']);
  expect(graph.initializers.size).toBe(0);
});

test('recorded shapes of inner values, made for another input size, do not matter', async () => {
  const model = modelOf({ inputs: { x: ['N'] }, nodes: [node('Relu', ['x'], ['y'])], outputs: ['y'] });
  const stale = { ...model, graph: { ...model.graph, extra: { valueInfo: 'anything' } } };
  const { values } = await specialise(stale, engine, { inputShapes: { x: [7] } });
  expect(values.get('y')!.shape).toEqual([7]);
});

test('shapes behind composite operators are those behind what they become', async () => {
  const model = modelOf({
    inputs: { x: [1, 4, 2, 3] },
    nodes: [
      node('MeanVarianceNormalization', ['x'], ['a']),
      node('Slice', ['a', 'zero', 'two', 'two'], ['b']),
      node('GroupNormalization', ['b', 'ones', 'ones'], ['c'], { num_groups: int(2) }),
      node('Reshape', ['c', 'line'], ['y']),
    ],
    outputs: ['y'],
    constants: [
      integers('zero', [0]),
      integers('two', [2]),
      integers('line', [1, -1]),
      float32Tensor('ones', [2], [1, 1]),
    ],
  });
  const { values } = await specialise(model, engine, { inputShapes: { x: [1, 4, 2, 3] } });
  expect(values.get('b')!.shape).toEqual([1, 4, 2, 3]);
  expect(values.get('y')!.shape).toEqual([1, 24]);
});

describe('weights in a file', () => {
  const bytes = new Uint8Array(Float32Array.of(99, 1, 2, 3).buffer);
  const inFile: Tensor = {
    name: 'w',
    type: 'float32',
    dims: [3],
    data: { kind: 'file', file: 'weights.bin', offset: 4, length: 12 },
  };
  const model = modelOf({
    inputs: { x: [3] },
    nodes: [node('Mul', ['x', 'w'], ['y'])],
    outputs: ['y'],
    constants: [inFile],
  });

  test.each([
    [
      'of a folder',
      () => {
        writeFileSync(join(folder, 'weights.bin'), bytes);
        return { folder };
      },
    ],
    ['handed over as bytes', () => ({ files: new Map([['weights.bin', bytes]]) })],
  ])('%s', async (_, source) => {
    const options = { inputShapes: { x: [3] }, weights: source() };
    const fixed = await specialise(model, engine, options);
    expect(fixed.graph.initializers.get('w')).toBe(inFile);
    const { y } = await run(fixed, engine, { x: [1, 10, 100] }, { weights: options.weights });
    expect(Array.from(y!.data, Number)).toEqual([1, 20, 300]);
  });
});

describe('errors', () => {
  const specialiseOf = (model: Model, shape: readonly number[] = [2]) =>
    specialise(model, engine, { inputShapes: { x: shape } });

  test('an operator the runtime does not know', async () => {
    const model = modelOf({ inputs: { x: [2] }, nodes: [node('Frobnicate', ['x'], ['y'])], outputs: ['y'] });
    await expect(specialiseOf(model)).rejects.toThrow(/^onnxruntime-node .* cannot load the model: .*Frobnicate/);
    await expect(specialiseOf(model)).rejects.toMatchObject({ name: 'SpecialisationError' });
  });

  test('an input without a shape', async () => {
    const model = modelOf({ inputs: { x: [2], z: [2] }, nodes: [node('Add', ['x', 'z'], ['y'])], outputs: ['y'] });
    await expect(specialiseOf(model)).rejects.toThrow("the input 'z' needs a shape and a tensor type");
  });

  test('a shape the network cannot take', async () => {
    const model = modelOf({
      inputs: { x: ['N', 'K'] },
      nodes: [node('MatMul', ['x', 'w'], ['y'])],
      outputs: ['y'],
      constants: [weights('w', [3, 2])],
    });
    await expect(specialiseOf(model, [1, 4])).rejects.toThrow(/cannot load the model/);
  });
});

test('BatchNormalization with constant statistics becomes a depthwise Conv with the same result', async () => {
  const statistics = [
    floats('s', [2], [1.5, -2]),
    floats('b', [2], [0.1, 0.2]),
    floats('m', [2], [1, -1]),
    floats('v', [2], [4, 0.25]),
  ];
  const nodes = [node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['y'], { epsilon: float(0.01) })];
  for (const [shape, op] of [
    [[2, 2, 3, 2], 'Conv'],
    [[1, 2, 4], 'Conv'],
    [[3, 2], 'BatchNormalization'],
  ] as const) {
    const model = modelOf({ inputs: { x: shape }, nodes, outputs: ['y'], constants: statistics });
    const fixed = await specialise(model, engine, { inputShapes: { x: shape } });
    expect(fixed.graph.nodes.at(-1)!.op).toBe(op);
    const x = Array.from({ length: elementCount(shape) }, (_, i) => i / 4 - 1);
    const [before, after] = [await run(model, engine, { x }), await run(fixed, engine, { x })];
    Array.from(after.y!.data, Number).forEach((value, i) => {
      expect(value).toBeCloseTo(Number(before.y!.data[i]), 5);
    });
  }
});
