import { describe, expect, test } from 'vitest';
import { modelOf, node } from '../../../tests/support/graphs.ts';
import { integers, run, staticModel } from '../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../tests/support/testEngine.ts';
import { differentiate, differentiationObstacles, nodesOnPath } from './differentiate.ts';
import { standard } from './rules/standard.ts';

const engine = createTestEngine();
const vector = { x: [3] };

test('rules are a table: another one for an operator takes the place of the standard rule', async () => {
  const model = await staticModel(
    modelOf({ inputs: vector, nodes: [node('Relu', ['x'], ['y'])], outputs: ['y'] }),
    engine,
  );
  const straightThrough = { op: 'Relu', backward: standard.Identity!.backward };
  const result = differentiate(model, {
    of: 'y',
    wrt: ['x'],
    rules: { ...standard, Relu: straightThrough },
    cotangent: 'dy',
  });
  expect(result.gradients.get('x')).toBe('dy');
});

describe('a rule that passes nothing to some inputs', () => {
  const nodes = [
    node('Sin', ['x'], ['a']),
    node('Det', ['square'], ['gate']),
    node('Mul', ['a', 'gate'], ['y']),
    node('Reshape', ['x', 'sides'], ['square']),
  ];
  const ordered = [nodes[3]!, ...nodes.slice(0, 3)];
  const gated = modelOf({
    inputs: { x: [4] },
    nodes: ordered,
    outputs: ['y'],
    constants: [integers('sides', [2, 2])],
  });
  const rules = { ...standard, Mul: { ...standard.Mul!, passes: () => [true, false] } };
  const options = { of: 'y', wrt: ['x'], cotangent: 'dy' };

  test('takes them for constants, whatever they are made by', async () => {
    const model = await staticModel(gated, engine);
    expect(() => differentiate(model, { ...options, rules: standard })).toThrow(/Det/);
    const result = differentiate(model, { ...options, rules });
    const name = result.gradients.get('x')!;
    const graph = { ...result.model.graph, outputs: [{ name }] };
    const results = await run({ ...result.model, graph }, engine, { x: [1, 2, 3, 4], dy: [1, 1, 1, 1] });
    // The determinant of [[1, 2], [3, 4]] is −2.
    [1, 2, 3, 4].forEach((x, i) => {
      expect(Number(results[name]!.data[i])).toBeCloseTo(-2 * Math.cos(x), 5);
    });
  });

  test('leaves what only they are made of out of reports', async () => {
    const model = await staticModel(gated, engine);
    const operators = (table?: typeof rules) => nodesOnPath(model, 'y', ['x'], table).map(({ op }) => op);
    expect(operators()).toEqual(['Reshape', 'Sin', 'Det', 'Mul']);
    expect(operators(rules)).toEqual(['Sin', 'Mul']);
    expect(differentiationObstacles(model, 'y', ['x'], rules)).toEqual([]);
  });

  test('passes to an input that is read twice, if it does so once', async () => {
    const twice = modelOf({ inputs: vector, nodes: [node('Mul', ['x', 'x'], ['y'])], outputs: ['y'] });
    const result = differentiate(await staticModel(twice, engine), { ...options, rules });
    const name = result.gradients.get('x')!;
    const graph = { ...result.model.graph, outputs: [{ name }] };
    const results = await run({ ...result.model, graph }, engine, { x: [1, 2, -3], dy: [1, 1, 1] });
    expect(Array.from(results[name]!.data, Number)).toEqual([1, 2, -3]);
  });
});
