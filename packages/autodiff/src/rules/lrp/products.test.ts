import { markDenominators, markGates } from '@smoothgrad/onnx';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { modelOf, node } from '../../../../../tests/support/graphs.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { floats, integers } from '../../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { lrpRules } from './table.ts';

const engine = createTestEngine();
const rules = lrpRules({ epsilon: 1e-9 });
const x = [1, -2, 0.5, 3];

const find = (
  nodes: ReturnType<typeof node>[],
  start: readonly number[],
  constants = [floats('c', [1, 4], [2, -3, 0.5, 1])],
) =>
  relevanceOf(modelOf({ inputs: { x: [1, 4] }, nodes, outputs: ['y'], constants }), engine, {
    rules,
    feeds: { x },
    start,
    prepare: (model) => markDenominators(markGates(model)),
  });

describe('products', () => {
  const start = [1, 2, 3, 4];

  it.each([
    ['Mul', ['x', 'c']],
    ['Mul', ['c', 'x']],
    ['Div', ['x', 'c']],
  ] as const)('%s(%s): what a constant scales has all relevance', async (op, inputs) => {
    expect(await find([node(op, inputs, ['y'])], start)).toEqual(start);
  });

  it.each([['Sigmoid'], ['HardSigmoid'], ['Softmax']])('x·%s(x): the gate is a constant', async (gate) => {
    expect(await find([node(gate, ['x'], ['g']), node('Mul', ['g', 'x'], ['y'])], start)).toEqual(start);
  });

  it('a norm is a constant, divided by or multiplied with its reciprocal', async () => {
    const norm = [node('Mul', ['x', 'x'], ['s']), node('ReduceSum', ['s', 'axis'], ['t']), node('Sqrt', ['t'], ['n'])];
    const constants = [integers('axis', [1])];
    expect(await find([...norm, node('Div', ['x', 'n'], ['y'])], start, constants)).toEqual(start);
    const reciprocal = [node('Reciprocal', ['n'], ['r']), node('Mul', ['x', 'r'], ['y'])];
    expect(await find([...norm, ...reciprocal], start, constants)).toEqual(start);
  });

  it('attention: values get what the weights give them', async () => {
    const nodes = [
      node('Reshape', ['x', 'sides'], ['v']),
      node('Softmax', ['v'], ['a']),
      node('MatMul', ['a', 'v'], ['y']),
    ];
    const found = await find(nodes, start, [integers('sides', [2, 2])]);
    const rows = [x.slice(0, 2), x.slice(2)].map((row) => {
      const exps = row.map(Math.exp);
      return exps.map((e) => e / (exps[0]! + exps[1]!));
    });
    // y[r][c] = Σ_k a[r][k] v[k][c]
    const y = (r: number, c: number) => rows[r]![0]! * x[c]! + rows[r]![1]! * x[2 + c]!;
    const expected = [0, 1, 2, 3].map((i) => {
      const [k, c] = [Math.floor(i / 2), i % 2];
      return [0, 1].reduce((sum, r) => sum + (x[i]! * rows[r]![k]! * start[2 * r + c]!) / y(r, c), 0);
    });
    expect(largestDifference(found, expected)).toBeLessThanOrEqual(1e-5);
  });

  it.each(['Mul', 'Div'])('%s of two values of which neither is a gate is refused by name', async (op) => {
    const nodes = [node('Tanh', ['x'], ['t']), node('Relu', ['x'], ['r']), node(op, ['t', 'r'], ['y'])];
    await expect(find(nodes, start)).rejects.toThrow(new RegExp(`${op}_y.*relevance has no rule`, 's'));
  });

  it('a constant divided by the image is refused by name', async () => {
    await expect(find([node('Div', ['c', 'x'], ['y'])], start)).rejects.toThrow(/Div_y.*relevance has no rule/s);
  });
});
