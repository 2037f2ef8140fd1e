import { type GraphNode, int, ints, type Model } from '@smoothgrad/onnx';
import { afterAll, describe, expect, test } from 'vitest';
import { relativeDistance } from '../../../../tests/support/compare.ts';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { integers, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { computeUsedRows } from './computeUsedRows.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const constants = [
  weights('scale', [8], 1),
  weights('bias', [8], 2),
  weights('w', [8, 8], 3),
  weights('position', [1, 6, 8], 4),
  integers('first', [0]),
  integers('last', [-1]),
  { ...integers('number', [-2]), dims: [] },
  integers('both', [5, 0]),
  integers('most', [0, 1, 2, 3]),
  integers('one', [1]),
  integers('far', [1000]),
  integers('step', [3]),
  integers('matrix', [6, 8]),
  integers('heads', [1, 6, 2, 4]),
  integers('joined', [1, 6, 8]),
  integers('apart', [1, 3, 16]),
];

/** x [1, 6, 8]: six tokens of a transformer. */
const tokens = (nodes: readonly GraphNode[], outputs = ['y']) =>
  modelOf({ inputs: { x: [1, 6, 8] }, nodes, outputs, constants });

/** LayerNormalization, two layers, and the way around them. */
const block = (from: string, to: string) => [
  node('LayerNormalization', [from, 'scale', 'bias'], [`${to}_n`], { axis: int(-1) }),
  node('MatMul', [`${to}_n`, 'w'], [`${to}_m`]),
  node('Add', [`${to}_m`, 'bias'], [`${to}_b`]),
  node('Erf', [`${to}_b`], [`${to}_e`]),
  node('MatMul', [`${to}_e`, 'w'], [`${to}_o`]),
  node('Add', [from, `${to}_o`], [to]),
];

/** The same results as the runtime's own of the whole, and the shapes of some values in between. */
async function reduced(model: Model, shapes: Readonly<Record<string, readonly number[]>>) {
  const some = computeUsedRows(await staticModel(model, engine));
  const x = numbers(48, 7);
  const [before, after] = [await run(model, engine, { x }), await run(some, engine, { x })];
  for (const { name } of model.graph.outputs) {
    expect(after[name]!.shape).toEqual(before[name]!.shape);
    const distance = relativeDistance(after[name]!.data as Float32Array, before[name]!.data as Float32Array);
    expect(distance).toBeLessThan(1e-6);
  }
  for (const [name, shape] of Object.entries(shapes))
    expect([name, some.values.get(name)!.shape]).toEqual([name, shape]);
  return some;
}

describe('only the token that is read is computed', () => {
  test('through layers and the ways around them', async () => {
    const nodes = [...block('x', 'a'), ...block('a', 'b'), node('Gather', ['b', 'first'], ['y'], { axis: int(1) })];
    const some = await reduced(tokens(nodes), { a_n: [1, 1, 8], a_o: [1, 1, 8], b: [1, 1, 8] });
    expect(some.graph.nodes.filter(({ op }) => op === 'Gather')).toHaveLength(1);
  });

  test('chosen by a number, from the end', async () => {
    const nodes = [...block('x', 'a'), node('Gather', ['a', 'number'], ['y'], { axis: int(1) })];
    await reduced(tokens(nodes), { a_o: [1, 1, 8] });
  });

  test('cut out with a Slice', async () => {
    const nodes = [...block('x', 'a'), node('Slice', ['a', 'first', 'one', 'one'], ['y'])];
    await reduced(tokens(nodes), { a_o: [1, 1, 8] });
  });

  test('every third', async () => {
    const nodes = [...block('x', 'a'), node('Slice', ['a', 'one', 'far', 'one', 'step'], ['y'])];
    await reduced(tokens(nodes), { a_o: [1, 2, 8] });
  });

  test('two by two readers', async () => {
    const nodes = [
      ...block('x', 'a'),
      node('Gather', ['a', 'first'], ['p'], { axis: int(1) }),
      node('Gather', ['a', 'both'], ['q'], { axis: int(1) }),
      node('Concat', ['p', 'q'], ['y'], { axis: int(1) }),
    ];
    await reduced(tokens(nodes), { a_o: [1, 2, 8] });
  });

  test('as query of an attention; keys and values stay', async () => {
    const toHeads = (name: string) => [
      node('MatMul', ['x', 'w'], [`${name}_m`]),
      node('Reshape', [`${name}_m`, 'heads'], [`${name}_h`]),
      node('Transpose', [`${name}_h`], [name], { perm: ints(name === 'k' ? [0, 2, 3, 1] : [0, 2, 1, 3]) }),
    ];
    const nodes = [
      ...['q', 'k', 'v'].flatMap(toHeads),
      node('MatMul', ['q', 'k'], ['logits']),
      node('Softmax', ['logits'], ['attention'], { axis: int(-1) }),
      node('MatMul', ['attention', 'v'], ['o']),
      node('Transpose', ['o'], ['o_t'], { perm: ints([0, 2, 1, 3]) }),
      node('Reshape', ['o_t', 'joined'], ['o_j']),
      node('Add', ['o_j', 'x'], ['r']),
      node('Gather', ['r', 'first'], ['y'], { axis: int(1) }),
    ];
    await reduced(tokens(nodes), { logits: [1, 2, 1, 6], q_m: [1, 1, 8], k_m: [1, 6, 8], v: [1, 2, 6, 4] });
  });

  test('with the rows of constants, and in a Gemm', async () => {
    const nodes = [
      node('Add', ['x', 'position'], ['a']),
      node('Reshape', ['a', 'matrix'], ['m']),
      node('Gemm', ['m', 'w', 'bias'], ['g']),
      node('Gather', ['g', 'last'], ['y'], { axis: int(0) }),
    ];
    await reduced(tokens(nodes), { a: [1, 1, 8], g: [1, 8] });
  });
});

describe('all rows are computed', () => {
  const select = (from: string) => node('Gather', [from, 'first'], ['y'], { axis: int(1) });

  test.each<[string, Model, readonly number[]]>([
    [
      'where somebody reads them',
      tokens([...block('x', 'a'), select('a'), node('Neg', ['a'], ['z'])], ['y', 'z']),
      [1, 6, 8],
    ],
    ['where they are a result', tokens([...block('x', 'a'), select('a')], ['y', 'a']), [1, 6, 8]],
    [
      'where most are chosen',
      tokens([...block('x', 'a'), node('Gather', ['a', 'most'], ['y'], { axis: int(1) })]),
      [1, 6, 8],
    ],
    [
      'where readers choose along different axes',
      tokens([...block('x', 'a'), select('a'), node('Gather', ['a', 'first'], ['z'], { axis: int(2) })], ['y', 'z']),
      [1, 6, 8],
    ],
    [
      'where an operator mixes them',
      tokens([...block('x', 'a'), node('Softmax', ['a'], ['s'], { axis: int(1) }), select('s')]),
      [1, 6, 8],
    ],
    [
      'where they are the inner axis of a product',
      tokens([
        ...block('x', 'a'),
        node('Transpose', ['a'], ['t'], { perm: ints([0, 2, 1]) }),
        node('MatMul', ['x', 't'], ['p']),
        node('Gather', ['p', 'first'], ['y'], { axis: int(2) }),
      ]),
      [1, 6, 8],
    ],
    [
      'where a Reshape takes the axis apart',
      tokens([
        ...block('x', 'a'),
        node('Reshape', ['a', 'apart'], ['r']),
        node('Gather', ['r', 'first'], ['y'], { axis: int(1) }),
      ]),
      [1, 6, 8],
    ],
  ])('%s', async (_, model, shape) => {
    await reduced(model, { a_o: shape, a: shape });
  });
});
