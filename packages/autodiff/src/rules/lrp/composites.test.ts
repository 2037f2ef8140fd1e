import { ints, markGates } from '@smoothgrad/onnx';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { modelOf, node, numbers, weights } from '../../../../../tests/support/graphs.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { floats, integers, run, staticModel } from '../../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { standard } from '../standard.ts';
import { type LrpCompositeName, lrpComposite, lrpCompositeNames, needsBounds } from './composites.ts';

const engine = createTestEngine();
const parameters = { epsilon: 1e-9, gamma: 0.25, alpha: 3, beta: 2 };

/** A network without biases: two convolutions, pooling, two dense layers. */
const network = modelOf({
  inputs: { x: [1, 2, 6, 6] },
  nodes: [
    node('Conv', ['x', 'w1'], ['c1'], { pads: ints([1, 1, 1, 1]) }),
    node('Relu', ['c1'], ['r1']),
    node('MaxPool', ['r1'], ['p'], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }),
    node('Conv', ['p', 'w2'], ['c2'], { pads: ints([1, 1, 1, 1]) }),
    node('Relu', ['c2'], ['r2']),
    node('GlobalAveragePool', ['r2'], ['m']),
    node('Flatten', ['m'], ['f']),
    node('MatMul', ['f', 'w3'], ['d']),
    node('Relu', ['d'], ['r3']),
    node('Gemm', ['r3', 'w4'], ['y']),
  ],
  outputs: ['y'],
  constants: [
    weights('w1', [5, 2, 3, 3], 1),
    weights('w2', [6, 5, 3, 3], 2),
    weights('w3', [6, 7], 3),
    weights('w4', [7, 1], 4),
  ],
});
const x = [...numbers(72, 5)];

const find = (name: LrpCompositeName, source = network) =>
  relevanceOf(source, engine, {
    rules: (model) => lrpComposite(name, parameters, model, { of: 'y', input: 'x' }),
    feeds: { x },
  });

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('a network without biases', () => {
  const names = lrpCompositeNames.filter((name) => !needsBounds(name));

  it.each(names)('%s keeps all relevance', async (name) => {
    const found = await find(name);
    const { y } = await run(await staticModel(network, engine), engine, { x });
    const score = Number(y!.data[0]);
    expect(Math.abs(score)).toBeGreaterThan(0.01);
    expect(Math.abs(total(found) - score)).toBeLessThan(1e-5 * found.reduce((sum, value) => sum + Math.abs(value), 0));
  });

  it('epsilon is input × gradient, where activations are Relu alone', async () => {
    const gradient = await relevanceOf(network, engine, { rules: standard, feeds: { x }, start: [1] });
    const expected = gradient.map((slope, i) => slope * x[i]!);
    expect(largestDifference(await find('epsilon'), expected)).toBeLessThan(1e-5);
  });

  it('composites differ from each other', async () => {
    const maps = await Promise.all(names.map((name) => find(name)));
    maps.forEach((map, k) => {
      for (const other of maps.slice(k + 1)) expect(largestDifference(map, other)).toBeGreaterThan(1e-3);
    });
  });
});

it('bounds that a composite needs must be there', async () => {
  await expect(find('epsilon-gamma-box')).rejects.toThrow(/needs bounds/);
});

it('gates, residuals and attention without biases keep all relevance', async () => {
  const nodes = [
    node('Conv', ['x', 'w1'], ['c1'], { pads: ints([1, 1, 1, 1]) }),
    // SiLU
    node('Sigmoid', ['c1'], ['g1']),
    node('Mul', ['c1', 'g1'], ['s1']),
    // Squeeze and excite: the gate has biases, and an operator without a rule.
    node('GlobalAveragePool', ['s1'], ['m']),
    node('Sin', ['m'], ['bent']),
    node('Conv', ['bent', 'w2', 'b2'], ['e']),
    node('Sigmoid', ['e'], ['g2']),
    node('Mul', ['s1', 'g2'], ['s2']),
    // Hard swish, written out
    node('Add', ['s2', 'three'], ['h1']),
    node('Clip', ['h1', 'zero', 'six'], ['h2']),
    node('Mul', ['s2', 'h2'], ['h3']),
    node('Div', ['h3', 'six'], ['h4']),
    node('Add', ['h4', 's1'], ['residual']),
    // Attention over places
    node('Reshape', ['residual', 'flat'], ['t0']),
    node('Transpose', ['t0'], ['t'], { perm: ints([0, 2, 1]) }),
    node('MatMul', ['t', 'wq'], ['q']),
    node('MatMul', ['t', 'wv'], ['v']),
    node('Transpose', ['q'], ['qt'], { perm: ints([0, 2, 1]) }),
    node('MatMul', ['q', 'qt'], ['qk']),
    node('Softmax', ['qk'], ['a']),
    node('MatMul', ['a', 'v'], ['av']),
    node('ReduceMean', ['av', 'places'], ['pooled']),
    node('MatMul', ['pooled', 'w3'], ['last']),
    node('Flatten', ['last'], ['y']),
  ];
  const source = modelOf({
    inputs: { x: [1, 2, 6, 6] },
    nodes,
    outputs: ['y'],
    constants: [
      weights('w1', [4, 2, 3, 3], 1),
      weights('w2', [4, 4, 1, 1], 2),
      weights('b2', [4], 3),
      floats('three', [], [3]),
      floats('zero', [], [0]),
      floats('six', [], [6]),
      integers('flat', [1, 4, 36]),
      weights('wq', [4, 3], 4),
      weights('wv', [4, 5], 5),
      integers('places', [1]),
      weights('w3', [5, 1], 6),
    ],
  });
  const { y } = await run(await staticModel(source, engine), engine, { x });
  for (const name of ['epsilon', 'epsilon-plus-flat', 'gamma'] as const) {
    const found = await relevanceOf(source, engine, {
      rules: (model) => lrpComposite(name, parameters, model, { of: 'y', input: 'x' }),
      feeds: { x },
      prepare: markGates,
    });
    const size = found.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(size).toBeGreaterThan(0);
    expect(Math.abs(total(found) - Number(y!.data[0])), name).toBeLessThan(1e-5 * size);
  }
});
