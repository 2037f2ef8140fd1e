import { float, int } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { modelOf, node, numbers } from '../../../../tests/support/graphs.ts';
import { floats, integers, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import type { EngineTensor } from '../engine.ts';
import type { Attribute, GraphNode, Model, Tensor } from '../ir.ts';
import { writeModel } from '../protobuf/writeModel.ts';
import { elementCount } from '../shapes.ts';
import { resolveIfs } from './resolveIfs.ts';

const engine = createTestEngine();

const branch = (
  nodes: readonly GraphNode[],
  outputs: readonly string[],
  constants: readonly Tensor[] = [],
): Attribute => ({
  kind: 'graph',
  value: {
    name: `branch ${outputs}`,
    inputs: [],
    outputs: outputs.map((name) => ({ name })),
    nodes,
    initializers: new Map(constants.map((tensor) => [tensor.name, tensor])),
  },
});

const choice = (condition: string, outputs: readonly string[], thenBranch: Attribute, elseBranch: Attribute) =>
  node('If', [condition], outputs, { then_branch: thenBranch, else_branch: elseBranch });

const bool = (name: string, value: boolean): Tensor => ({
  name,
  type: 'bool',
  dims: [],
  data: { kind: 'inline', bytes: Uint8Array.of(value ? 1 : 0) },
});

/** Runs a model as it is, for inputs of any size, and specialised for one. */
async function expectSame(model: Model) {
  const fixed = await staticModel(model, engine);
  const inputs = model.graph.inputs.map(({ name, type }) => ({
    name,
    type: { ...type!, shape: type!.shape!.map(() => undefined) },
  }));
  const feeds = Object.fromEntries(
    model.graph.inputs.map(({ name, type }): [string, EngineTensor] => {
      const shape = type!.shape as readonly number[];
      return [name, { type: 'float32', shape, data: numbers(elementCount(shape), 5, 2) }];
    }),
  );
  const results = async ({ graph, ...rest }: Model) => {
    const encoded = writeModel({ ...rest, graph: { ...graph, inputs } }, 'reference');
    const session = await engine.createSession({ model: encoded, optimisation: 'basic' });
    return session.run(feeds);
  };
  const [before, after] = [await results(model), await results(fixed)];
  for (const [name, { shape, data }] of Object.entries(before)) {
    expect(after[name]!.shape).toEqual(shape);
    Array.from(data, Number).forEach((value, i) => {
      expect(Number(after[name]!.data[i])).toBeCloseTo(value, 5);
    });
  }
  return { operators: fixed.graph.nodes.map(({ op }) => op), fixed };
}

/** As TorchScript writes `squeeze(x, axis)` where it does not know the length of the axis. */
const squeeze = (x: string, y: string, axis: number) => [
  node('Shape', [x], [`${y}_shape`]),
  node('Gather', [`${y}_shape`, `at${axis}`], [`${y}_length`], { axis: int(0) }),
  node('Equal', [`${y}_length`, 'at1'], [`${y}_is_one`]),
  choice(
    `${y}_is_one`,
    [y],
    branch([node('Squeeze', [x, `axis${axis}`], ['squeezed'])], ['squeezed']),
    branch([node('Identity', [x], ['same'])], ['same']),
  ),
];
const axes = [1, 2, 3].flatMap((axis) => [
  { ...integers(`at${axis}`, [axis]), dims: [] },
  integers(`axis${axis}`, [axis]),
]);

describe('conditions', () => {
  test.each([
    [
      [2, 3, 1, 1],
      ['Relu', 'Squeeze', 'Squeeze', 'Exp'],
      [2, 3],
    ],
    [
      [2, 3, 4, 1],
      ['Relu', 'Squeeze', 'Identity', 'Exp'],
      [2, 3, 4],
    ],
    [
      [2, 3, 1, 4],
      ['Relu', 'Identity', 'Squeeze', 'Exp'],
      [2, 3, 4],
    ],
  ])('computed from shapes that only the branch before tells: %j', async (shape, expected, result) => {
    const nodes = [
      node('Relu', ['x'], ['r']),
      ...squeeze('r', 's', 3),
      ...squeeze('s', 't', 2),
      node('Exp', ['t'], ['y']),
    ];
    const model = modelOf({ inputs: { x: shape }, nodes, outputs: ['y'], constants: axes });
    const { operators, fixed } = await expectSame(model);
    expect(operators).toEqual(expected);
    expect(fixed.values.get('t')!.shape).toEqual(result);
    expect(fixed.values.get('y')!.shape).toEqual(result);
  });

  test.each([true, false])('a constant, %s', async (taken) => {
    const nodes = [
      choice('training', ['y'], branch([node('Neg', ['x'], ['a'])], ['a']), branch([node('Exp', ['x'], ['a'])], ['a'])),
    ];
    const model = modelOf({ inputs: { x: [3] }, nodes, outputs: ['y'], constants: [bool('training', taken)] });
    expect((await expectSame(model)).operators).toEqual([taken ? 'Neg' : 'Exp']);
  });

  test('that depend on the input stay', async () => {
    const nodes = [
      node('ReduceSum', ['x'], ['total'], { keepdims: int(0) }),
      node('Greater', ['total', 'zero'], ['positive']),
      choice('positive', ['y'], branch([node('Neg', ['x'], ['a'])], ['a']), branch([node('Exp', ['x'], ['b'])], ['b'])),
    ];
    const model = modelOf({ inputs: { x: [3] }, nodes, outputs: ['y'], constants: [floats('zero', [], [0])] });
    expect((await expectSame(model)).operators).toEqual(['ReduceSum', 'Greater', 'If']);
  });

  test('of length one that only the run tells', async () => {
    const nodes = [
      node('NonZero', ['flags'], ['where']),
      node('Size', ['where'], ['count']),
      node('Greater', ['count', 'at1'], ['many']),
      choice('many', ['y'], branch([node('Neg', ['x'], ['a'])], ['a']), branch([node('Exp', ['x'], ['b'])], ['b'])),
    ];
    const constants = [...axes, floats('flags', [4], [1, 0, 0, 1])];
    const model = modelOf({ inputs: { x: [3] }, nodes, outputs: ['y'], constants });
    expect((await expectSame(model)).operators).toEqual(['Neg']);
  });
});

describe('branches', () => {
  test('inside branches', async () => {
    const inner = choice(
      'no',
      ['inner'],
      branch([node('Neg', ['outer'], ['local'])], ['local']),
      branch([node('Exp', ['outer'], ['local'])], ['local']),
    );
    const nodes = [
      choice(
        'yes',
        ['y'],
        branch([node('Relu', ['x'], ['outer']), inner], ['inner']),
        branch([node('Neg', ['x'], ['z'])], ['z']),
      ),
    ];
    const model = modelOf({
      inputs: { x: [3] },
      nodes,
      outputs: ['y'],
      constants: [bool('yes', true), bool('no', false)],
    });
    expect((await expectSame(model)).operators).toEqual(['Relu', 'Exp']);
  });

  test('that use the same names keep their own values', async () => {
    const scaled = (factor: number) =>
      branch(
        [node('Mul', ['x', 'factor'], ['local']), node('Exp', ['local'], ['out'])],
        ['out'],
        [floats('factor', [], [factor])],
      );
    const nodes = [
      choice('yes', ['a'], scaled(0.5), scaled(2)),
      choice('yes', ['b'], scaled(-1), scaled(3)),
      node('Sub', ['a', 'b'], ['y']),
    ];
    const model = modelOf({ inputs: { x: [3] }, nodes, outputs: ['y'], constants: [bool('yes', true)] });
    const { operators, fixed } = await expectSame(model);
    expect(operators).toEqual(['Mul', 'Exp', 'Mul', 'Exp', 'Sub']);
    expect([...fixed.graph.initializers.keys()]).toEqual(['factor', 'factor_1']);
  });

  test('that hand on constants of their own', async () => {
    const constant = node('Constant', [], ['c'], { value_float: float(3) });
    const nodes = [
      choice(
        'yes',
        ['p', 'q', 'r'],
        branch([node('Neg', ['x'], ['n']), constant], ['n', 'w', 'c'], [floats('w', [2], [7, 8])]),
        branch([node('Exp', ['x'], ['e']), constant], ['e', 'c', 'c']),
      ),
    ];
    const outputs = ['p', 'q', 'r'];
    await expectSame(modelOf({ inputs: { x: [3] }, nodes, outputs, constants: [bool('yes', true)] }));
  });

  test('that hand on values from outside, or one value twice, which ONNX Runtime refuses or mixes up', async () => {
    const nodes = [
      choice(
        'yes',
        ['p', 'q', 'r'],
        branch([node('Neg', ['x'], ['n'])], ['n', 'x', 'n']),
        branch([node('Exp', ['x'], ['e'])], ['e', 'x', 'e']),
      ),
    ];
    const model = modelOf({ inputs: { x: [2] }, nodes, outputs: ['p', 'q', 'r'], constants: [bool('yes', true)] });
    const { p, q, r } = await run(await staticModel(model, engine), engine, { x: [1, 2] });
    expect([p, q, r].map((each) => Array.from(each!.data, Number))).toEqual([
      [-1, -2],
      [1, 2],
      [-1, -2],
    ]);
  });

  test('with an output nobody wants', async () => {
    const nodes = [
      choice(
        'no',
        ['', 'y'],
        branch([node('Neg', ['x'], ['n']), node('Exp', ['n'], ['m'])], ['n', 'm']),
        branch([node('Exp', ['x'], ['n']), node('Neg', ['n'], ['m'])], ['n', 'm']),
      ),
    ];
    const model = modelOf({ inputs: { x: [3] }, nodes, outputs: ['y'], constants: [bool('no', false)] });
    expect(resolveIfs(model.graph).nodes.map(({ op }) => op)).toEqual(['Exp', 'Neg']);
    expect((await expectSame({ ...model, graph: resolveIfs(model.graph) })).operators).toEqual(['Exp', 'Neg']);
  });

  test('with large constants', async () => {
    const large = floats('large', [400], numbers(400, 8));
    const constant = node('Constant', [], ['w'], { value: { kind: 'tensor', value: large } });
    const nodes = [
      choice(
        'yes',
        ['y'],
        branch([constant, node('Mul', ['x', 'w'], ['m'])], ['m']),
        branch([node('Neg', ['x'], ['n'])], ['n']),
      ),
    ];
    const model = modelOf({ inputs: { x: [400] }, nodes, outputs: ['y'], constants: [bool('yes', true)] });
    const { fixed } = await expectSame(model);
    expect(fixed.graph.nodes.map(({ op }) => op)).toEqual(['Mul']);
  });
});

test('a graph without such nodes is the same graph', () => {
  const { graph } = modelOf({ inputs: { x: [3] }, nodes: [node('Neg', ['x'], ['y'])], outputs: ['y'] });
  expect(resolveIfs(graph)).toBe(graph);
});
