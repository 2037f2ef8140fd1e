import { float, type GraphNode, type Model, markGates } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { engine } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats, staticModel } from '../../../../tests/support/runGraph.ts';
import { countActivations } from './countActivations.ts';
import { guided } from './guided.ts';
import { standard } from './standard.ts';

const x = [-2, 0, 0.5, 6, 7, -1, 1, 3];
const dy = [1, 2, 3, 4, 5, -6, -7, -8];
const constants = [
  floats('zero', [], [0]),
  floats('six', [], [6]),
  floats('three', [], [3]),
  floats('minus', [], [-1]),
  floats('one', [], [1]),
  floats('a', [1], [0.25]),
];

const model = (nodes: readonly GraphNode[]): Model =>
  modelOf({ inputs: { x: [1, 8] }, nodes, outputs: ['y'], constants });
const through = (op: string, inputs: readonly string[], attributes = {}) =>
  model([node(op, inputs, ['y'], attributes)]);
const gates = async (of: Model) => markGates(await staticModel(of, engine));
const count = async (of: Model) => countActivations(await gates(of), 'y', ['x']);

describe('rectifiers pass max(dy, 0)·f′(x)', () => {
  test.each<[string, Model, number[]]>([
    ['Relu', through('Relu', ['x']), [0, 0, 3, 4, 5, 0, 0, 0]],
    ['Clip(0, 6)', through('Clip', ['x', 'zero', 'six']), [0, 0, 3, 0, 0, 0, 0, 0]],
    ['Clip(0, ∞)', through('Clip', ['x', 'zero']), [0, 0, 3, 4, 5, 0, 0, 0]],
    ['LeakyRelu(¼)', through('LeakyRelu', ['x'], { alpha: float(0.25) }), [0.25, 0.5, 3, 4, 5, 0, 0, 0]],
    ['PRelu(¼)', through('PRelu', ['x', 'a']), [0.25, 0.5, 3, 4, 5, 0, 0, 0]],
  ])('%s', async (_, of, expected) => {
    expect(await graphGradient(of, x, dy, guided)).toEqual(expected);
    expect(await count(of)).toEqual({ rectifiers: 1, activations: 1 });
  });

  test('each use of a shared result rectifies what it gets itself', async () => {
    // Σ of max(dy, 0) + max(−dy, 0) = |dy| where x > 0: one Relu for all would pass nothing of dy − dy.
    const shared = model([node('Relu', ['x'], ['p']), node('Relu', ['x'], ['q']), node('Sub', ['p', 'q'], ['y'])]);
    expect(await graphGradient(shared, x, dy, guided)).toEqual(
      [0, 0, 3, 4, 5, 6, 7, 8].map((v, i) => (x[i]! > 0 ? v : 0)),
    );
  });
});

describe('what is no rectifier has its derivative', () => {
  test.each<[string, Model, number[]]>([
    ['Clip(−1, 1)', through('Clip', ['x', 'minus', 'one']), [0, 2, 3, 0, 0, -6, -7, 0]],
    ['Clip(−∞, 6)', through('Clip', ['x', '', 'six']), [1, 2, 3, 4, 0, -6, -7, -8]],
    ['Sin', through('Sin', ['x']), x.map((at, i) => dy[i]! * Math.cos(at))],
  ])('%s', async (_, of, expected) => {
    const found = await graphGradient(of, x, dy, guided);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
    expect((await count(of)).rectifiers).toBe(0);
  });

  test('hard swish: x·Clip(x + 3, 0, 6)/6', async () => {
    const swish = model([
      node('Add', ['x', 'three'], ['s']),
      node('Clip', ['s', 'zero', 'six'], ['c']),
      node('Div', ['c', 'six'], ['g']),
      node('Mul', ['x', 'g'], ['y']),
    ]);
    // (2x + 3)/6 between −3 and 3, 1 from 3 on.
    const slope = (at: number) => (at >= 3 ? 1 : (2 * at + 3) / 6);
    // At x = 3 Clip(0, 6) stands on its edge, where its slope is 0: what is left is the gate, 1.
    const found = await graphGradient(await gates(swish), x, dy, guided);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(dy[i]! * slope(x[i]!), 5);
    });
    expect(await count(swish)).toEqual({ rectifiers: 0, activations: 1 });
    // Unmarked, the negative cotangents of the gate are lost.
    expect((await graphGradient(swish, x, dy, guided))[6]).not.toBeCloseTo(dy[6]! * slope(x[6]!), 5);
  });
});

test('the derivative is as it was for every other operator', () => {
  const changed = Object.keys(standard).filter((op) => guided[op] !== standard[op]);
  expect(changed.sort()).toEqual(['Clip', 'LeakyRelu', 'PRelu', 'Relu']);
});
