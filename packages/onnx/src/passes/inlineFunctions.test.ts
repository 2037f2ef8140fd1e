import { float, int, ints } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { type GraphParts, modelOf, node, numbers } from '../../../../tests/support/graphs.ts';
import { floats, integers, run } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import type { Attribute, Graph, GraphNode, Model, ModelFunction } from '../ir.ts';
import { elementCount } from '../shapes.ts';
import { inlineFunctions } from './inlineFunctions.ts';
import { normalise } from './normalise.ts';

const engine = createTestEngine();
const DOMAIN = 'pkg.test';

function functionOf(name: string, parts: Partial<ModelFunction> & Pick<ModelFunction, 'nodes'>): ModelFunction {
  const opsets = new Map([
    ['', 18],
    [DOMAIN, 1],
  ]);
  return { domain: DOMAIN, name, overload: '', inputs: ['x'], outputs: ['y'], defaults: new Map(), opsets, ...parts };
}

const call = (op: string, inputs: string[], outputs: string[], attributes: Record<string, Attribute> = {}) =>
  node(op, inputs, outputs, attributes, DOMAIN);

const withFunctions = (
  functions: readonly ModelFunction[],
  parts: Partial<GraphParts> & { nodes: GraphNode[] },
): Model => ({
  ...modelOf({ inputs: { image: [2, 3] }, outputs: ['out'], opsets: { [DOMAIN]: 1 }, irVersion: 10, ...parts }),
  functions,
});

const reference = (value: string, type: number): Attribute => ({ kind: 'reference', value, extra: { type } });
const asFloat = (name: string) => reference(name, 1);
const body = (nodes: readonly GraphNode[], output: string): Attribute => ({
  kind: 'graph',
  value: { name: output, inputs: [], outputs: [{ name: output }], nodes, initializers: new Map() } satisfies Graph,
});

/** Runs the model as ONNX Runtime itself inlines it, and as `normalise` does. */
async function expectSame(model: Model): Promise<Model> {
  const inlined = normalise(model);
  expect(inlined.functions).toEqual([]);
  expect([...inlined.opsets.keys()]).not.toContain(DOMAIN);
  const feeds = Object.fromEntries(
    model.graph.inputs.map(({ name, type }, i) => [name, numbers(elementCount(type!.shape as number[]), 3 + i, 2)]),
  );
  const [before, after] = [await run(model, engine, feeds), await run(inlined, engine, feeds)];
  expect(Object.keys(after)).toEqual(Object.keys(before));
  for (const [name, { shape, data }] of Object.entries(before)) {
    expect(after[name]!.shape).toEqual(shape);
    Array.from(data, Number).forEach((value, i) => {
      expect(Number(after[name]!.data[i])).toBeCloseTo(value, 6);
    });
  }
  return inlined;
}

const operators = ({ graph }: Model) => graph.nodes.map(({ op }) => op);

test('a call becomes the nodes of the function, named after the call', async () => {
  const square = functionOf('Square', { nodes: [node('Mul', ['x', 'x'], ['p']), node('Relu', ['p'], ['y'])] });
  const nodes = [call('Square', ['image'], ['a']), call('Square', ['a'], ['out'])];
  const { graph } = await expectSame(withFunctions([square], { nodes }));
  expect(graph.nodes.map(({ name, inputs, outputs }) => [name, ...inputs, ...outputs])).toEqual([
    ['Square_a/Mul_p', 'image', 'image', 'Square_a/p'],
    ['Square_a/Relu_y', 'Square_a/p', 'a'],
    ['Square_out/Mul_p', 'a', 'a', 'Square_out/p'],
    ['Square_out/Relu_y', 'Square_out/p', 'out'],
  ]);
});

describe('attributes', () => {
  const scaled = (defaults: [string, Attribute][] = []) =>
    functionOf('Scaled', {
      defaults: new Map(defaults),
      extra: { attribute: defaults.length === 0 ? ['slope'] : [] },
      nodes: [
        node('Constant', [], ['c'], { value_float: asFloat('slope') }),
        node('Mul', ['x', 'c'], ['m']),
        node('LeakyRelu', ['m'], ['y'], { alpha: asFloat('slope') }),
      ],
    });

  test('are those of the call', async () => {
    const nodes = [call('Scaled', ['image'], ['out'], { slope: float(0.25) })];
    const { graph } = await expectSame(withFunctions([scaled()], { nodes }));
    expect(graph.nodes.at(-1)!.attributes.get('alpha')).toEqual(float(0.25));
    expect([...graph.initializers.keys()]).toEqual(['Scaled_out/c']);
  });

  test('or the defaults of the function', async () => {
    const nodes = [call('Scaled', ['image'], ['a']), call('Scaled', ['a'], ['out'], { slope: float(3) })];
    const { graph } = await expectSame(withFunctions([scaled([['slope', float(0.5)]])], { nodes }));
    expect(graph.nodes[1]!.attributes.get('alpha')).toEqual(float(0.5));
  });

  test('or left to the operator, where neither says anything', async () => {
    const leaky = functionOf('Leaky', {
      extra: { attribute: ['slope'] },
      nodes: [node('LeakyRelu', ['x'], ['y'], { alpha: asFloat('slope') })],
    });
    const { graph } = await expectSame(withFunctions([leaky], { nodes: [call('Leaky', ['image'], ['out'])] }));
    expect(graph.nodes[0]!.attributes.size).toBe(0);
  });

  test('pass through nested calls', async () => {
    const outer = functionOf('Outer', {
      extra: { attribute: ['gain'] },
      nodes: [
        call('Scaled', ['x'], ['a'], { slope: asFloat('gain') }),
        call('Scaled', ['a'], ['y'], { slope: float(2) }),
      ],
    });
    const nodes = [call('Outer', ['image'], ['out'], { gain: float(0.1) })];
    const { graph } = await expectSame(withFunctions([outer, scaled()], { nodes }));
    const slopes = graph.nodes.flatMap(({ attributes }) => attributes.get('alpha') ?? []);
    expect(slopes).toEqual([float(0.1), float(2)]);
  });
});

describe('inputs and outputs', () => {
  test('left out by the call', async () => {
    const bounded = functionOf('Bounded', {
      inputs: ['x', 'low', 'high'],
      outputs: ['y', 'count'],
      nodes: [node('Clip', ['x', 'low', 'high'], ['y']), node('Size', ['y'], ['count'])],
    });
    const nodes = [
      call('Bounded', ['image', '', 'one'], ['a', 'number']),
      call('Bounded', ['a', 'zero', ''], ['out', '']),
      call('Bounded', ['a', '', ''], ['', 'again']),
    ];
    const constants = [floats('one', [], [1]), floats('zero', [], [0])];
    const { graph } = await expectSame(
      withFunctions([bounded], { nodes, constants, outputs: ['out', 'number', 'again'] }),
    );
    expect(graph.nodes[0]!.inputs).toEqual(['image', '', 'one']);
    expect(graph.nodes[2]!.inputs).toEqual(['a', 'zero', '']);
  });

  test('handed on unchanged, or returned twice', async () => {
    const both = functionOf('Both', {
      inputs: ['x'],
      outputs: ['x', 'y', 'y'],
      nodes: [node('Neg', ['x'], ['y'])],
    });
    const model = withFunctions([both], {
      nodes: [call('Both', ['image'], ['a', 'b', 'c'])],
      outputs: ['a', 'b', 'c'],
    });
    const inlined = normalise(model);
    const { a, b, c } = await run(inlined, engine, { image: [1, 2, 3, 4, 5, 6] });
    expect(Array.from(a!.data, Number)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const each of [b, c]) expect(Array.from(each!.data, Number)).toEqual([-1, -2, -3, -4, -5, -6]);
  });
});

describe('which function is meant', () => {
  const adding = (value: number, parts: Partial<ModelFunction> = {}) =>
    functionOf('Plus', {
      nodes: [node('Constant', [], ['c'], { value_float: float(value) }), node('Add', ['x', 'c'], ['y'])],
      ...parts,
    });

  test('overloads of one name', async () => {
    const functions = [adding(1, { overload: 'one' }), adding(2, { overload: 'two' })];
    const nodes = [
      { ...call('Plus', ['image'], ['a']), overload: 'two' },
      { ...call('Plus', ['a'], ['out']), overload: 'one' },
    ];
    const { graph } = await expectSame(withFunctions(functions, { nodes }));
    expect([...graph.initializers.values()].map(({ name }) => name)).toEqual(['Plus_a/c', 'Plus_out/c']);
  });

  test('domains', () => {
    const model = withFunctions([adding(1), adding(5, { domain: 'other' })], {
      nodes: [node('Plus', ['image'], ['out'], {}, 'other')],
      opsets: { [DOMAIN]: 1, other: 1 },
    });
    expect(operators(normalise(model))).toEqual(['Add']);
    expect([...normalise(model).opsets]).toEqual([['', 18]]);
  });
});

describe('control flow', () => {
  const positive = [
    node('ReduceSum', ['x'], ['total'], { keepdims: int(0) }),
    node('Constant', [], ['zero'], { value_float: float(0) }),
    node('Greater', ['total', 'zero'], ['is_positive']),
  ];

  test('inside a function reads its values, and has names of its own in every call', async () => {
    const branch = functionOf('Branch', {
      nodes: [
        ...positive,
        node('If', ['is_positive'], ['y'], {
          then_branch: body([node('Mul', ['x', 'total'], ['local']), node('Exp', ['local'], ['then_y'])], 'then_y'),
          else_branch: body([node('Neg', ['x'], ['local']), node('Sub', ['local', 'total'], ['else_y'])], 'else_y'),
        }),
      ],
    });
    await expectSame(
      withFunctions([branch], { nodes: [call('Branch', ['image'], ['a']), call('Branch', ['a'], ['out'])] }),
    );
  });

  test('around a call reads the caller’s values', async () => {
    const square = functionOf('Square', {
      nodes: [node('Constant', [], ['two'], { value_float: float(2) }), node('Pow', ['x', 'two'], ['y'])],
    });
    const nodes = [
      ...positive.map((each) => ({ ...each, inputs: each.inputs.map((name) => (name === 'x' ? 'image' : name)) })),
      node('If', ['is_positive'], ['out'], {
        then_branch: body([call('Square', ['image'], ['a'])], 'a'),
        else_branch: body([call('Square', ['image'], ['s']), node('Neg', ['s'], ['b'])], 'b'),
      }),
    ];
    await expectSame(withFunctions([square], { nodes }));
  });
});

describe('operator sets', () => {
  test('a function older than the model is upgraded by its own set', async () => {
    const old = functionOf('Old', {
      opsets: new Map([['', 11]]),
      nodes: [
        node('Unsqueeze', ['x'], ['u'], { axes: ints([1]) }),
        node('Softmax', ['u'], ['s'], { axis: int(1) }),
        node('Squeeze', ['s'], ['y'], { axes: ints([1]) }),
      ],
    });
    const model = withFunctions([old], { nodes: [call('Old', ['image'], ['out'])] });
    const inlined = normalise(model);
    expect(inlined.opsets.get('')).toBe(18);
    const { out } = await run(inlined, engine, { image: [0, 0, Math.log(2), 1, 1, 1] });
    [0.25, 0.25, 0.5, 1 / 3, 1 / 3, 1 / 3].forEach((value, i) => {
      expect(Number(out!.data[i])).toBeCloseTo(value, 6);
    });
  });

  test('the model becomes as new as its newest function', async () => {
    const gelu = functionOf('Gelu', { opsets: new Map([['', 20]]), nodes: [node('Gelu', ['x'], ['y'])] });
    const nodes = [node('Squeeze', ['image', 'axis'], ['s']), call('Gelu', ['s'], ['out'])];
    const model = withFunctions([gelu], {
      nodes,
      inputs: { image: [1, 3] },
      constants: [integers('axis', [0])],
      opset: 13,
    });
    const inlined = normalise(model);
    expect(inlined.opsets.get('')).toBe(20);
    const { out } = await run(inlined, engine, { image: [-1, 0, 1] });
    expect(Array.from(out!.data, Number)).toEqual([-0.15865525603294373, 0, 0.8413447141647339].map(Math.fround));
  });

  test('that do not go together are refused', () => {
    const sample = functionOf('Sample', { inputs: ['x', 'grid'], nodes: [node('GridSample', ['x', 'grid'], ['y'])] });
    const model = withFunctions([sample], { nodes: [call('Sample', ['image', 'image'], ['out'])], opset: 20 });
    expect(() => normalise(model)).toThrow(
      "GridSample at 'GridSample_y' is written for operator set 18, and other parts of the model for 20",
    );
  });
});

describe('damaged files', () => {
  test('functions that call themselves are an error that says how', () => {
    const a = functionOf('A', { nodes: [call('B', ['x'], ['y'])] });
    const b = functionOf('B', { nodes: [call('A', ['x'], ['y'])] });
    const model = withFunctions([a, b], { nodes: [call('A', ['image'], ['out'])] });
    expect(() => inlineFunctions.run(model)).toThrow(
      'the functions of the model call each other in a circle: pkg.test.A → pkg.test.B → pkg.test.A',
    );
    expect(() => inlineFunctions.run(model)).toThrow(expect.objectContaining({ name: 'InvalidModelError' }));
  });

  test('functions that double at every level do not fill the memory', () => {
    const levels = Array.from({ length: 40 }, (_, k) =>
      functionOf(`F${k}`, { nodes: [call(`F${k + 1}`, ['x'], ['a']), call(`F${k + 1}`, ['a'], ['y'])] }),
    );
    const model = withFunctions(levels, { nodes: [call('F0', ['image'], ['out'])] });
    expect(() => inlineFunctions.run(model)).toThrow('the functions of the model make more than 100000 nodes');
  });
});
