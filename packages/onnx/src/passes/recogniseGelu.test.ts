import type { GraphNode, Model, Tensor } from '@smoothgrad/onnx';
import { afterAll, expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { recogniseGelu } from './recogniseGelu.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const constants: readonly Tensor[] = [
  floats('root', [], [Math.SQRT2]),
  floats('inverse', [1], [Math.SQRT1_2]),
  floats('one', [], [1]),
  floats('half', [1, 1], [0.5]),
  floats('third', [], [1 / 3]),
  floats('wide', [1, 1, 1], [0.5]),
];
const gelu = (nodes: readonly GraphNode[], outputs = ['y']): Model =>
  modelOf({ inputs: { x: [2, 3] }, nodes, outputs, constants, opset: 17 });

const scaled = node('Div', ['x', 'root'], ['z']);
const erf = node('Erf', ['z'], ['e']);
const sum = node('Add', ['e', 'one'], ['s']);
const operators = async (model: Model) =>
  recogniseGelu(await staticModel(model, engine)).graph.nodes.map(({ op }) => op);

test.each([
  ['(x·(1 + erf))/2', [scaled, erf, sum, node('Mul', ['x', 's'], ['p']), node('Mul', ['p', 'half'], ['y'])]],
  ['x·((1 + erf)/2)', [scaled, erf, sum, node('Mul', ['half', 's'], ['p']), node('Mul', ['p', 'x'], ['y'])]],
  [
    '(x/2)·(1 + erf)',
    [
      node('Mul', ['x', 'half'], ['h']),
      node('Mul', ['inverse', 'x'], ['z']),
      erf,
      node('Add', ['one', 'e'], ['s']),
      node('Mul', ['h', 's'], ['y']),
    ],
  ],
])('%s is Gelu', async (_, nodes) => {
  const model = recogniseGelu(await staticModel(gelu(nodes), engine));
  expect(model.graph.nodes.map(({ op }) => op)).toEqual(['Gelu']);
  // x·Φ(x) with Φ from a table of the normal distribution.
  const x = [-2, -1, 0, 0.5, 1, 3];
  const phi = [0.0227501319, 0.1586552539, 0.5, 0.6914624613, 0.8413447461, 0.998650102];
  const { y } = await run(model, engine, { x });
  Array.from(y!.data, Number).forEach((found, i) => {
    expect(found).toBeCloseTo(x[i]! * phi[i]!, 6);
  });
});

test.each<[string, Model]>([
  ['with another factor', gelu([scaled, erf, sum, node('Mul', ['x', 's'], ['p']), node('Mul', ['p', 'third'], ['y'])])],
  ['of another number', gelu([scaled, erf, sum, node('Mul', ['z', 's'], ['p']), node('Mul', ['p', 'half'], ['y'])])],
  [
    'scaled otherwise',
    gelu([
      node('Mul', ['x', 'root'], ['z']),
      erf,
      sum,
      node('Mul', ['x', 's'], ['p']),
      node('Mul', ['p', 'half'], ['y']),
    ]),
  ],
  [
    'turned round',
    gelu([
      node('Div', ['root', 'x'], ['z']),
      erf,
      sum,
      node('Mul', ['x', 's'], ['p']),
      node('Mul', ['p', 'half'], ['y']),
    ]),
  ],
  [
    'whose inner value is a result',
    gelu([scaled, erf, sum, node('Mul', ['x', 's'], ['p']), node('Mul', ['p', 'half'], ['y'])], ['y', 's']),
  ],
  [
    'whose inner value has another reader',
    gelu(
      [scaled, erf, sum, node('Mul', ['x', 's'], ['p']), node('Mul', ['p', 'half'], ['y']), node('Neg', ['e'], ['n'])],
      ['y', 'n'],
    ),
  ],
  ['that gets more axes', gelu([scaled, erf, sum, node('Mul', ['x', 's'], ['p']), node('Mul', ['p', 'wide'], ['y'])])],
])('a product %s stays', async (_, model) => {
  expect(await operators(model)).toEqual(model.graph.nodes.map(({ op }) => op));
});

test('beside an operator that operator set 20 changed nothing is recognised', async () => {
  const nodes = [scaled, erf, sum, node('Mul', ['x', 's'], ['p']), node('Mul', ['p', 'half'], ['y'])];
  const inputs = { x: [2, 3], signal: [1, 4, 1] };
  const spectrum = node('DFT', ['signal'], ['d']);
  const model = modelOf({ inputs, nodes: [...nodes, spectrum], outputs: ['y', 'd'], constants });
  expect(await operators(model)).toEqual(model.graph.nodes.map(({ op }) => op));
});
