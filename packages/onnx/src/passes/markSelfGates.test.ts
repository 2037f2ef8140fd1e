import { differentiate, standard } from '@smoothgrad/autodiff';
import { isSelfGate, type Model, type StaticModel } from '@smoothgrad/onnx';
import { afterAll, expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { markSelfGates } from './markSelfGates.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const x = [-30, -4, -1, 0, 0.5, 2, 30];
const sigma = (at: number) => 1 / (1 + Math.exp(-at));
const slope = (at: number) => sigma(at) * (1 - sigma(at));
const swishSlope = (at: number) => sigma(at) + at * slope(at);

const gate = (factors: readonly [string, string]) => [node('Sigmoid', ['x'], ['s']), node('Mul', factors, ['y'])];
const model = (nodes: Model['graph']['nodes']) =>
  modelOf({ inputs: { x: [7] }, nodes, outputs: ['y'], constants: [floats('c', [], [3])] });

const marked = ({ graph }: StaticModel) => graph.nodes.filter(isSelfGate).map(({ inputs }) => inputs);

function derivative(of: StaticModel, name: string, cotangent: string) {
  const { model: joined, gradients } = differentiate(of, { of: name, wrt: ['x'], rules: standard, cotangent });
  return { joined, name: gradients.get('x')! };
}

async function evaluated(joined: StaticModel, name: string): Promise<number[]> {
  const ones = x.map(() => 1);
  const graph = { ...joined.graph, outputs: [{ name }] };
  const found = await run({ ...joined, graph }, engine, { x, first: ones, second: ones });
  return Array.from(found[name]!.data, Number);
}

test.each([
  ['x·σ(x)', ['x', 's']],
  ['σ(x)·x', ['s', 'x']],
] as const)('%s is marked; its first and second derivatives are those of the closed form', async (_, factors) => {
  const whole = markSelfGates(await staticModel(model(gate(factors)), engine));
  expect(marked(whole)).toEqual([['x', 's']]);
  const first = derivative(whole, 'y', 'first');
  (await evaluated(first.joined, first.name)).forEach((found, i) => {
    expect(found).toBeCloseTo(swishSlope(x[i]!), 6);
  });
  const second = derivative(first.joined, first.name, 'second');
  (await evaluated(second.joined, second.name)).forEach((found, i) => {
    expect(found).toBeCloseTo(slope(x[i]!) * (2 + x[i]! * (1 - 2 * sigma(x[i]!))), 6);
  });
});

test('what else reads the sigmoid has its share', async () => {
  const nodes = [
    node('Sigmoid', ['x'], ['s']),
    node('Mul', ['x', 's'], ['m']),
    node('Mul', ['s', 'c'], ['t']),
    node('Add', ['m', 't'], ['y']),
  ];
  const whole = markSelfGates(await staticModel(model(nodes), engine));
  expect(marked(whole)).toEqual([['x', 's']]);
  const { joined, name } = derivative(whole, 'y', 'first');
  (await evaluated(joined, name)).forEach((found, i) => {
    expect(found).toBeCloseTo(swishSlope(x[i]!) + 3 * slope(x[i]!), 6);
  });
});

test.each([
  ['of something else', [node('Neg', ['x'], ['n']), node('Sigmoid', ['n'], ['s']), node('Mul', ['x', 's'], ['y'])]],
  ['times itself', [node('Sigmoid', ['x'], ['s']), node('Mul', ['s', 's'], ['y'])]],
  ['times a constant', [node('Sigmoid', ['x'], ['s']), node('Mul', ['s', 'c'], ['y'])]],
  ['added', [node('Sigmoid', ['x'], ['s']), node('Add', ['x', 's'], ['y'])]],
])('a sigmoid %s is no gate of its own', async (_, nodes) => {
  expect(marked(markSelfGates(await staticModel(model(nodes), engine)))).toEqual([]);
});
