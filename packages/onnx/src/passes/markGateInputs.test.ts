import { describe, expect, it } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats, integers, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { gateInputOf, markGateInputs } from './markGateInputs.ts';
import { markGates } from './markGates.ts';

const engine = createTestEngine();
const constants = [
  floats('three', [], [3]),
  floats('zero', [], [0]),
  floats('six', [], [6]),
  floats('small', [], [1e-5]),
  integers('last', [1]),
];

/** The gate of the node that makes `y`. */
async function gateOf(nodes: ReturnType<typeof node>[]): Promise<number | undefined> {
  const model = await staticModel(modelOf({ inputs: { x: [2, 2] }, nodes, outputs: ['y'], constants }), engine);
  const marked = markGateInputs(markGates(model));
  return gateInputOf(marked.graph.nodes.find(({ outputs }) => outputs[0] === 'y')!);
}

const hard = [node('Add', ['x', 'three'], ['s']), node('Clip', ['s', 'zero', 'six'], ['g'])];
const norm = [
  node('Mul', ['x', 'x'], ['q']),
  node('ReduceSum', ['q', 'last'], ['t']),
  node('Sqrt', ['t'], ['n']),
  node('Add', ['n', 'small'], ['d']),
];

describe('is marked as the gate of a product', () => {
  it.each([
    ['a sigmoid, second', [node('Sigmoid', ['x'], ['g']), node('Mul', ['x', 'g'], ['y'])], 1],
    ['a sigmoid, first', [node('Sigmoid', ['x'], ['g']), node('Mul', ['g', 'x'], ['y'])], 0],
    ['a softmax, in a matrix product', [node('Softmax', ['x'], ['g']), node('MatMul', ['g', 'x'], ['y'])], 0],
    [
      'a sigmoid that is moved and scaled',
      [
        node('Sigmoid', ['x'], ['g']),
        node('Transpose', ['g'], ['h']),
        node('Div', ['h', 'three'], ['i']),
        node('Mul', ['x', 'i'], ['y']),
      ],
      1,
    ],
    ['the middle of a hard sigmoid', [...hard, node('Mul', ['x', 'g'], ['y'])], 1],
    ['a norm that is divided by', [...norm, node('Div', ['x', 'd'], ['y'])], 1],
    ['a reciprocal of a norm', [...norm, node('Reciprocal', ['d'], ['r']), node('Mul', ['r', 'x'], ['y'])], 0],
  ] as const)('%s', async (_, nodes, index) => {
    expect(await gateOf([...nodes])).toBe(index);
  });
});

describe('nothing is marked where', () => {
  it.each([
    ['neither factor is a gate', [node('Sin', ['x'], ['s']), node('Mul', ['x', 's'], ['y'])]],
    ['both are', [node('Sigmoid', ['x'], ['g']), node('Softmax', ['x'], ['h']), node('Mul', ['g', 'h'], ['y'])]],
    ['one factor is a constant', [node('Sigmoid', ['x'], ['g']), node('Mul', ['g', 'three'], ['y'])]],
    ['a gate is divided', [node('Sigmoid', ['x'], ['g']), node('Div', ['g', 'x'], ['y'])]],
    ['the divisor is a gate, no norm', [node('Sigmoid', ['x'], ['g']), node('Div', ['x', 'g'], ['y'])]],
    ['a Clip is a rectifier', [node('Clip', ['x', 'zero', 'six'], ['g']), node('Mul', ['x', 'g'], ['y'])]],
    [
      'what was a gate is added to another value',
      [node('Sigmoid', ['x'], ['g']), node('Add', ['g', 'x'], ['h']), node('Mul', ['x', 'h'], ['y'])],
    ],
  ] as const)('%s', async (_, nodes) => {
    expect(await gateOf([...nodes])).toBeUndefined();
  });
});
