import { int, ints, type StaticModel, withoutDeadCode } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { modelOf, node } from '../../../tests/support/graphs.ts';
import { floats, integers, run, staticModel } from '../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../tests/support/testEngine.ts';
import { differentiate, differentiationObstacles, nodesOnPath } from './differentiate.ts';
import { NotDifferentiableError } from './errors.ts';
import { standard } from './rules/standard.ts';

const engine = createTestEngine();

interface Wanted {
  readonly of: string;
  readonly wrt: readonly string[];
  readonly cotangent?: readonly number[];
}

/** Gradients by name; undefined where there is none. */
async function gradients(
  model: StaticModel,
  feeds: Record<string, readonly number[]>,
  { of, wrt, cotangent = [1] }: Wanted,
) {
  const result = differentiate(model, { of, wrt, rules: standard, cotangent: 'dy' });
  const names = wrt.map((name) => result.gradients.get(name));
  const outputs = [...new Set([of, ...names.filter((name) => name !== undefined)])].filter((name) => name !== 'dy');
  const graph = { ...result.model.graph, outputs: outputs.map((name) => ({ name })) };
  const results = await run({ ...result.model, graph }, engine, { ...feeds, dy: cotangent });
  const numbers = (name: string | undefined) => {
    if (name === undefined) return undefined;
    return name === 'dy' ? [...cotangent] : Array.from(results[name]!.data, Number);
  };
  return Object.fromEntries(wrt.map((name, i) => [name, numbers(names[i])]));
}

const vector = { x: [3] };

describe('the walk', () => {
  test('chains rules: sum of sigmoid(2x) has the slope 2·s·(1 − s)', async () => {
    const nodes = [node('Mul', ['x', 'two'], ['a']), node('Sigmoid', ['a'], ['b'])];
    const model = await staticModel(
      modelOf({ inputs: vector, nodes, outputs: ['b'], constants: [floats('two', [], [2])] }),
      engine,
    );
    const { x } = await gradients(model, { x: [0, 1, -1] }, { of: 'b', wrt: ['x'], cotangent: [1, 1, 1] });
    x!.forEach((found, i) => {
      expect(found).toBeCloseTo(1 / (1 + Math.cosh(2 * [0, 1, -1][i]!)), 6);
    });
  });

  test('adds up the cotangents of a value that is used by several nodes', async () => {
    const nodes = [
      node('Mul', ['x', 'two'], ['a']),
      node('Sin', ['a'], ['b']),
      node('Mul', ['a', 'three'], ['c']),
      node('Add', ['b', 'c'], ['d']),
      node('Add', ['d', 'x'], ['y']),
    ];
    const constants = [floats('two', [], [2]), floats('three', [], [3])];
    const model = await staticModel(modelOf({ inputs: vector, nodes, outputs: ['y'], constants }), engine);
    const { x } = await gradients(model, { x: [0, 0, 0] }, { of: 'y', wrt: ['x'], cotangent: [1, 10, 100] });
    // y = sin 2x + 6x + x, so y' (0) = 2 + 6 + 1.
    expect(x).toEqual([9, 90, 900]);
  });

  test('adds up both uses of a value one node reads twice', async () => {
    const model = await staticModel(
      modelOf({ inputs: vector, nodes: [node('Mul', ['x', 'x'], ['y'])], outputs: ['y'] }),
      engine,
    );
    expect(await gradients(model, { x: [3, -1, 0.5] }, { of: 'y', wrt: ['x'], cotangent: [1, 1, 1] })).toEqual({
      x: [6, -2, 1],
    });
    const doubled = await staticModel(
      modelOf({ inputs: vector, nodes: [node('Concat', ['x', 'x'], ['y'], { axis: int(0) })], outputs: ['y'] }),
      engine,
    );
    expect(
      await gradients(doubled, { x: [0, 0, 0] }, { of: 'y', wrt: ['x'], cotangent: [1, 2, 3, 10, 20, 30] }),
    ).toEqual({ x: [11, 22, 33] });
  });

  test('sums a cotangent back to a value that was broadcast', async () => {
    const inputs = { a: [2, 3], b: [3], c: [2, 1], d: [] as number[] };
    const nodes = [
      node('Add', ['a', 'b'], ['ab']),
      node('Mul', ['ab', 'c'], ['abc']),
      node('Sub', ['abc', 'd'], ['y']),
    ];
    const model = await staticModel(modelOf({ inputs, nodes, outputs: ['y'] }), engine);
    const feeds = { a: [1, 2, 3, 4, 5, 6], b: [10, 20, 30], c: [1, -1], d: [0] };
    const found = await gradients(model, feeds, { of: 'y', wrt: ['a', 'b', 'c', 'd'], cotangent: [1, 1, 1, 1, 1, 2] });
    expect(found).toEqual({ a: [1, 1, 1, -1, -1, -2], b: [0, 0, -1], c: [66, 14 + 25 + 72], d: [-7] });
  });

  test('differentiates with respect to several names, inner values among them, and says where there is nothing', async () => {
    const inputs = { x: [2], z: [2], unused: [2] };
    const nodes = [
      node('Mul', ['x', 'x'], ['a']),
      node('Add', ['a', 'z'], ['b']),
      node('Mul', ['b', 'b'], ['y']),
      node('Add', ['y', 'x'], ['later']),
    ];
    const model = await staticModel(modelOf({ inputs, nodes, outputs: ['y', 'later'] }), engine);
    const wanted = { of: 'y', wrt: ['x', 'a', 'z', 'unused', 'later', 'y', 'no such value'], cotangent: [1, 1] };
    expect(await gradients(model, { x: [1, 2], z: [1, 0] }, wanted)).toEqual({
      x: [8, 32],
      a: [4, 8],
      z: [4, 8],
      unused: undefined,
      later: undefined,
      y: [1, 1],
      'no such value': undefined,
    });
  });

  test('passes nothing back through positions, and does not mind what they are made of', async () => {
    const nodes = [
      node('Floor', ['x'], ['steps']),
      node('ArgMax', ['steps'], ['best'], { axis: int(0) }),
      node('Gather', ['x', 'best'], ['y']),
    ];
    const model = await staticModel(modelOf({ inputs: vector, nodes, outputs: ['y'] }), engine);
    expect(await gradients(model, { x: [1, 2, 5] }, { of: 'y', wrt: ['x'], cotangent: [4] })).toEqual({
      x: [0, 0, 4],
    });
  });

  test.each([
    ['ArgMax', [node('ArgMax', ['x'], ['n'], { axis: int(0) }), node('Cast', ['n'], ['back'], { to: int(1) })], 'Cast'],
    ['Cast', [node('Cast', ['x'], ['n'], { to: int(6) }), node('Cast', ['n'], ['back'], { to: int(1) })], 'Cast'],
    [
      'Mod of quantised numbers',
      [
        node('QuantizeLinear', ['x', 'step', 'zero'], ['n']),
        node('Mod', ['n', 'zero'], ['m']),
        node('DequantizeLinear', ['m', 'step', 'zero'], ['back']),
      ],
      'DequantizeLinear',
    ],
    [
      'Cast and dequantised',
      [
        node('Cast', ['x'], ['n'], { to: int(2) }),
        node('DequantizeLinear', ['n', 'step', 'zero'], ['back'], {}, 'com.microsoft'),
      ],
      'com.microsoft.DequantizeLinear',
    ],
  ])('refuses numbers made of integers by %s, whose branch would silently be missing', async (_, branch, op) => {
    const zero = {
      name: 'zero',
      type: 'uint8',
      dims: [],
      data: { kind: 'inline', bytes: Uint8Array.of(128) },
    } as const;
    const constants = [floats('step', [], [0.1]), zero];
    const source = modelOf({
      inputs: vector,
      nodes: [...branch, node('Add', ['x', 'back'], ['y'])],
      outputs: ['y'],
      constants,
    });
    const opsets = new Map([...source.opsets, ['com.microsoft', 1]]);
    const model = await staticModel({ ...source, opsets }, engine);
    const obstacles = differentiationObstacles(model, 'y', ['x'], standard);
    expect(obstacles.map((found) => found.op)).toEqual([op]);
    expect(obstacles[0]!.reason).toMatch(/integers computed from the image as numbers/);
  });

  test('takes the cotangent of one output of a node whose other outputs lead nowhere', async () => {
    const nodes = [node('MaxPool', ['x'], ['y', 'where'], { kernel_shape: ints([2]) })];
    const model = await staticModel(modelOf({ inputs: { x: [1, 1, 3] }, nodes, outputs: ['y', 'where'] }), engine);
    expect(await gradients(model, { x: [1, 5, 2] }, { of: 'y', wrt: ['x'], cotangent: [3, 4] })).toEqual({
      x: [0, 7, 0],
    });
  });
});

describe('operators without a rule', () => {
  const nodes = [
    node('Relu', ['x'], ['a']),
    node('Erf', ['x'], ['aside']),
    node('CumSum', ['a', 'zero'], ['b']),
    node('Round', ['b'], ['c']),
    node('Add', ['c', 'side'], ['y']),
    node('Erf', ['y'], ['after']),
    node('Erf', ['other'], ['side']),
  ];
  const sorted = [6, 0, 1, 2, 3, 4, 5].map((i) => nodes[i]!);
  /** A table that has never heard of two of them. */
  const rules = Object.fromEntries(Object.entries(standard).filter(([op]) => !['CumSum', 'Round'].includes(op)));
  const build = () =>
    staticModel(
      modelOf({
        inputs: { x: [3], other: [3] },
        nodes: sorted,
        outputs: ['y', 'aside', 'after'],
        constants: [{ ...integers('zero', [0]), dims: [] }],
      }),
      engine,
    );

  test('are refused on the path, all of them, with operator and node', async () => {
    const model = await build();
    const attempt = () => differentiate(model, { of: 'y', wrt: ['x'], rules, cotangent: 'dy' });
    expect(attempt).toThrow(NotDifferentiableError);
    expect(attempt).toThrow(
      "cannot differentiate CumSum at node 'CumSum_b': there is no gradient rule for this operator (and 1 more; `smoothgrad inspect` lists them)",
    );
    expect(differentiationObstacles(model, 'y', ['x'], rules)).toEqual([
      { node: 'CumSum_b', op: 'CumSum', reason: 'there is no gradient rule for this operator' },
      { node: 'Round_c', op: 'Round', reason: 'there is no gradient rule for this operator' },
    ]);
  });

  test('do not matter off the path: beside it, behind the scores, or between the scores and another input', async () => {
    const model = await build();
    expect(nodesOnPath(model, 'a', ['x']).map(({ op }) => op)).toEqual(['Relu']);
    expect(differentiationObstacles(model, 'a', ['x'], standard)).toEqual([]);
    expect(
      await gradients(model, { x: [-1, 2, 3], other: [0, 0, 0] }, { of: 'a', wrt: ['x'], cotangent: [1, 1, 1] }),
    ).toEqual({ x: [0, 1, 1] });
  });

  test('of another domain are named with it', async () => {
    const foreign = { ...node('Trilu', ['x'], ['y']), domain: 'com.microsoft' };
    const model = await staticModel(
      {
        ...modelOf({ inputs: { x: [2, 2] }, nodes: [foreign], outputs: ['y'] }),
        opsets: new Map([
          ['', 18],
          ['com.microsoft', 1],
        ]),
      },
      engine,
    );
    expect(differentiationObstacles(model, 'y', ['x'], standard)[0]).toMatchObject({
      op: 'com.microsoft.Trilu',
      node: 'Trilu_y',
    });
  });

  test('a rule that refuses is an obstacle with its reason', async () => {
    const model = await staticModel(
      modelOf({ inputs: vector, nodes: [node('Relu', ['x'], ['y'])], outputs: ['y'] }),
      engine,
    );
    const refusing = { ...standard, Relu: { ...standard.Relu!, refuse: () => 'it is asked not to' } };
    expect(differentiationObstacles(model, 'y', ['x'], refusing)).toEqual([
      { node: 'Relu_y', op: 'Relu', reason: 'it is asked not to' },
    ]);
  });
});

describe('names', () => {
  test('a graph that already uses the names of backward nodes', async () => {
    const nodes = [
      { ...node('Sigmoid', ['zero'], ['half']), name: 'grad/n/Mul_2' },
      { ...node('Mul', ['x', 'x'], ['grad/n/Mul']), name: 'm' },
      { ...node('Mul', ['grad/n/Mul', 'x'], ['grad/n/Mul_1']), name: 'n' },
      { ...node('Add', ['grad/n/Mul_1', 'half'], ['grad/n/Sub']), name: 'grad/m/Add' },
      { ...node('Sub', ['grad/n/Sub', 'smoothgrad/f32[]=1'], ['y']), name: 'o' },
    ];
    const constants = [floats('smoothgrad/f32[]=1', [], [7]), floats('zero', [], [0])];
    const model = await staticModel(modelOf({ inputs: vector, nodes, outputs: ['y'], constants }), engine);
    expect(await gradients(model, { x: [1, 2, -1] }, { of: 'y', wrt: ['x'], cotangent: [1, 1, 1] })).toEqual({
      x: [3, 12, 3],
    });
  });

  test('differentiating twice: d²(x³)/dx² = 6x', async () => {
    const nodes = [node('Mul', ['x', 'x'], ['a']), node('Mul', ['a', 'x'], ['y'])];
    const model = await staticModel(modelOf({ inputs: vector, nodes, outputs: ['y'] }), engine);
    const first = differentiate(model, { of: 'y', wrt: ['x'], rules: standard, cotangent: 'seed' });
    const second = await gradients(
      first.model,
      { x: [1, 2, -3], seed: [1, 1, 1] },
      { of: first.gradients.get('x')!, wrt: ['x'], cotangent: [1, 1, 1] },
    );
    expect(second).toEqual({ x: [6, 12, -18] });
  });

  test('nodes are named after the node they come from', async () => {
    const model = await staticModel(
      modelOf({ inputs: vector, nodes: [node('Sin', ['x'], ['y'])], outputs: ['y'] }),
      engine,
    );
    const result = differentiate(model, { of: 'y', wrt: ['x'], rules: standard, cotangent: 'dy' });
    expect(result.model.graph.nodes.slice(1).map(({ name }) => name)).toEqual(['grad/Sin_y/Cos', 'grad/Sin_y/Mul']);
    expect(result.model.graph.inputs.at(-1)).toEqual({ name: 'dy', type: { elementType: 'float32', shape: [3] } });
    expect(result.model.graph.outputs).toEqual(model.graph.outputs);
  });

  test('a cotangent named like a value, and scores that do not exist, are errors', async () => {
    const model = await staticModel(
      modelOf({ inputs: vector, nodes: [node('Sin', ['x'], ['y'])], outputs: ['y'] }),
      engine,
    );
    expect(() => differentiate(model, { of: 'y', wrt: ['x'], rules: standard, cotangent: 'x' })).toThrow(
      "already has a value named 'x'",
    );
    expect(() => differentiate(model, { of: 'scores', wrt: ['x'], rules: standard, cotangent: 'dy' })).toThrow(
      "no value 'scores'",
    );
  });
});

test('a newer operator set stays as it is, and the old one becomes 18', async () => {
  const build = (opset: number) =>
    staticModel(modelOf({ inputs: vector, nodes: [node('Sin', ['x'], ['y'])], outputs: ['y'], opset }), engine);
  for (const [given, expected] of [
    [21, 21],
    [18, 18],
    [13, 18],
  ] as const) {
    const model = await build(given);
    const result = differentiate(model, { of: 'y', wrt: ['x'], rules: standard, cotangent: 'dy' });
    expect(result.model.opsets.get('')).toBe(expected);
    expect(await gradients(model, { x: [0, 0, 0] }, { of: 'y', wrt: ['x'], cotangent: [1, 2, 3] })).toEqual({
      x: [1, 2, 3],
    });
  }
});

test('a backward graph without the forward nodes it does not need still runs', async () => {
  const nodes = [node('Sin', ['x'], ['a']), node('Mul', ['a', 'a'], ['b']), node('Identity', ['b'], ['y'])];
  const model = await staticModel(modelOf({ inputs: vector, nodes, outputs: ['y'] }), engine);
  const result = differentiate(model, { of: 'y', wrt: ['x'], rules: standard, cotangent: 'dy' });
  const name = result.gradients.get('x')!;
  const graph = withoutDeadCode({ ...result.model.graph, outputs: [{ name }] });
  expect(graph.nodes.map(({ outputs }) => outputs[0])).not.toContain('b');
  const found = await run({ ...result.model, graph }, engine, { x: [0.25, 1, 2], dy: [1, 1, 1] });
  Array.from(found[name]!.data, Number).forEach((slope, i) => {
    expect(slope).toBeCloseTo(Math.sin(2 * [0.25, 1, 2][i]!), 6);
  });
});

test('a seed stands in the place of the cotangent: y·dy for y = x² gives 2x·x²', async () => {
  const square = modelOf({ inputs: vector, nodes: [node('Mul', ['x', 'x'], ['y'])], outputs: ['y'] });
  const model = await staticModel(square, engine);
  const options = { of: 'y', wrt: ['x'], rules: standard, cotangent: 'dy' };
  const result = differentiate(model, { ...options, seed: (g, cotangent, of) => g.mul(cotangent, of) });
  const name = result.gradients.get('x')!;
  const results = await run({ ...result.model, graph: { ...result.model.graph, outputs: [{ name }] } }, engine, {
    x: [1, 2, -3],
    dy: [1, 1, 10],
  });
  expect(Array.from(results[name]!.data, Number)).toEqual([2, 16, -540]);
});
