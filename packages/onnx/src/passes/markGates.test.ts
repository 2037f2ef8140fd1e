import { float, gateInput, ints, isGate, type Model, type Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, test } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { floats, integers, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { markGates } from './markGates.ts';
import { markSelfGates } from './markSelfGates.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const constants: Tensor[] = [
  floats('0', [], [0]),
  floats('3', [], [3]),
  floats('6', [], [6]),
  floats('sixth', [1], [1 / 6]),
  weights('w', [2, 2, 1, 1]),
  weights('v', [2, 2, 1, 1], 2),
  integers('flat', [1, 2]),
  integers('image', [1, 2, 1, 1]),
  integers('tokens', [1, 2, 16]),
];

type Nodes = Model['graph']['nodes'];

/** Gates of products, by the name of the product's result, and what bounds them. */
async function found(nodes: Nodes, output = 'y') {
  const model = modelOf({ inputs: { x: [1, 2, 4, 4] }, nodes, outputs: [output], constants });
  const { graph } = markGates(await staticModel(model, engine));
  return {
    products: Object.fromEntries(
      graph.nodes.flatMap((each) => (gateInput(each) === undefined ? [] : [[each.outputs[0]!, gateInput(each)]])),
    ),
    bounds: graph.nodes.filter(isGate).flatMap(({ outputs }) => outputs),
  };
}

const shifted = node('Add', ['x', '3'], ['s']);
const clipped = node('Clip', ['s', '0', '6'], ['c']);
const relu6 = node('Clip', ['x', '0', '6'], ['f']);
const pooled = [node('GlobalAveragePool', ['f'], ['p']), node('Conv', ['p', 'w'], ['e'])];

describe('the gate is what is computed from the other factor', () => {
  test.each<[string, Nodes, 0 | 1]>([
    ['x·(clip/6)', [shifted, clipped, node('Div', ['c', '6'], ['g']), node('Mul', ['x', 'g'], ['y'])], 1],
    ['(clip·1/6)·x', [shifted, clipped, node('Mul', ['sixth', 'c'], ['g']), node('Mul', ['g', 'x'], ['y'])], 0],
    ['(x/6)·clip', [node('Div', ['x', '6'], ['t']), shifted, clipped, node('Mul', ['t', 'c'], ['y'])], 1],
  ])('hard swish as %s', async (_, nodes, gate) => {
    expect(await found(nodes)).toEqual({ products: { y: gate }, bounds: ['c'] });
  });

  test('hard swish times one sixth afterwards', async () => {
    const nodes = [shifted, clipped, node('Mul', ['x', 'c'], ['m']), node('Mul', ['m', 'sixth'], ['y'])];
    expect(await found(nodes)).toEqual({ products: { m: 1 }, bounds: ['c'] });
  });

  test('a bound in two steps', async () => {
    const nodes = [shifted, node('Relu', ['s'], ['r']), node('Min', ['r', '6'], ['c']), node('Mul', ['c', 'x'], ['y'])];
    expect(await found(nodes)).toEqual({ products: { y: 0 }, bounds: ['r', 'c'] });
  });

  test('squeeze-and-excite of ReLU6 features: the features stay a rectifier', async () => {
    const gate = [node('Add', ['e', '3'], ['s']), clipped, node('Div', ['c', '6'], ['g'])];
    const nodes = [relu6, ...pooled, ...gate, node('Mul', ['f', 'g'], ['y'])];
    expect(await found(nodes)).toEqual({ products: { y: 1 }, bounds: ['c'] });
  });

  test('through reshapes', async () => {
    const gate = [node('Reshape', ['e', 'flat'], ['l']), node('Clip', ['l', '0', '6'], ['c'])];
    const nodes = [relu6, ...pooled, ...gate, node('Reshape', ['c', 'image'], ['g']), node('Mul', ['g', 'f'], ['y'])];
    expect(await found(nodes)).toEqual({ products: { y: 0 }, bounds: ['c'] });
  });

  test('x·σ(x), whose factors another pass puts in order', async () => {
    const nodes = [node('Sigmoid', ['x'], ['s']), node('Mul', ['s', 'x'], ['y'])];
    expect((await found(nodes)).products).toEqual({ y: 0 });
    const model = modelOf({ inputs: { x: [1, 2, 4, 4] }, nodes, outputs: ['y'] });
    const { graph } = markSelfGates(markGates(await staticModel(model, engine)));
    const product = graph.nodes.find(({ op }) => op === 'Mul')!;
    expect(product.inputs[gateInput(product)!]).toBe('s');
  });
});

test('attention: softmax(q·kᵀ) weighs the values, and q·kᵀ has no gate', async () => {
  const heads = (name: string, w: string) => [
    node('Conv', ['x', w], [`${name}0`]),
    node('Reshape', [`${name}0`, 'tokens'], [name]),
  ];
  const nodes = [
    ...heads('q', 'w'),
    ...heads('v1', 'v'),
    node('Transpose', ['q'], ['k'], { perm: ints([0, 2, 1]) }),
    node('MatMul', ['q', 'k'], ['z']),
    node('Softmax', ['z'], ['a']),
    node('MatMul', ['a', 'v1'], ['y']),
  ];
  expect((await found(nodes)).products).toEqual({ y: 0 });
});

test('of two independent bounded factors the smaller one is the gate', async () => {
  const nodes = [
    relu6,
    node('GlobalAveragePool', ['x'], ['p']),
    node('HardSigmoid', ['p'], ['g'], { alpha: float(1 / 6) }),
    node('Mul', ['f', 'g'], ['y']),
  ];
  expect(await found(nodes)).toEqual({ products: { y: 1 }, bounds: ['g'] });
});

test.each<[string, Nodes]>([
  ['a product with a constant', [relu6, node('Mul', ['f', 'sixth'], ['y'])]],
  ['a square', [relu6, node('Mul', ['f', 'f'], ['y'])]],
  ['a sum', [shifted, clipped, node('Add', ['x', 'c'], ['y'])]],
  [
    'a product of two linear maps',
    [node('Conv', ['x', 'w'], ['a']), node('Conv', ['x', 'v'], ['b']), node('Mul', ['a', 'b'], ['y'])],
  ],
  ['a hard sigmoid by itself', [shifted, clipped, node('Div', ['c', '6'], ['y'])]],
])('%s has no gate', async (_, nodes) => {
  expect(await found(nodes)).toEqual({ products: {}, bounds: [] });
});
