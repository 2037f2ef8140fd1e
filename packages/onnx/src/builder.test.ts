import { describe, expect, test } from 'vitest';
import { modelOf } from '../../../tests/support/graphs.ts';
import { run } from '../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../tests/support/testEngine.ts';
import { int } from './attributes.ts';
import { createBuilder, type GraphBuilder, NO_GRADIENT } from './builder.ts';
import type { Value } from './ir.ts';

const engine = createTestEngine();
const x: Value = { name: 'x', type: 'float32', shape: [2, 3] };

/** What a formula gives for x, run by ONNX Runtime, and the shape the builder stated. */
async function evaluate(formula: (g: GraphBuilder, x: Value) => Value, numbers: readonly number[]) {
  const g = createBuilder((name) => name === 'x');
  const y = formula(g, x);
  const model = modelOf({
    inputs: { x: x.shape },
    nodes: g.nodes,
    outputs: [y.name],
    constants: [...g.initializers.values()],
  });
  const found = (await run(model, engine, { x: numbers }))[y.name]!;
  expect(found.shape).toEqual(y.shape);
  expect(found.type).toBe(y.type);
  return Array.from(found.data, Number);
}

const column = { shape: [2, 1], attributes: { axis: int(1) } };

const numbers = [-2, -1, 0, 1, 2, 4];

describe('each method emits a node ONNX Runtime runs, of the shape and type it states', () => {
  test.each<[string, (g: GraphBuilder, x: Value) => Value, readonly number[]]>([
    ['add', (g, v) => g.add(v, g.float32([10, 20, 30], [3])), [8, 19, 30, 11, 22, 34]],
    ['sub', (g, v) => g.sub(g.scalar(1, v), v), [3, 2, 1, 0, -1, -3]],
    ['mul', (g, v) => g.mul(v, v), [4, 1, 0, 1, 4, 16]],
    ['div', (g, v) => g.div(v, g.scalar(4, v)), [-0.5, -0.25, 0, 0.25, 0.5, 1]],
    ['unary', (g, v) => g.unary('Neg', v), [2, 1, -0, -1, -2, -4]],
    ['scale', (g, v) => g.scale(v, 0.5), [-1, -0.5, 0, 0.5, 1, 2]],
    ['hardSigmoid', (g, v) => g.hardSigmoid(v, 0.5, 0.25), [0, 0, 0.25, 0.75, 1, 1]],
    ['positiveMask', (g, v) => g.positiveMask(v), [0, 0, 0, 1, 1, 1]],
    ['positiveMask in float64', (g, v) => g.positiveMask(g.cast(v, 'float64')), [0, 0, 0, 1, 1, 1]],
    ['compare', (g, v) => g.compare('GreaterOrEqual', v, g.scalar(1, v)), [0, 0, 0, 1, 1, 1]],
    ['where', (g, v) => g.where(g.compare('Less', v, g.scalar(0, v)), g.scalar(7, v), v), [7, 7, 0, 1, 2, 4]],
    ['reshape', (g, v) => g.reshape(v, [3, 2]), numbers],
    ['expand', (g, v) => g.expand(g.reduceSum(v, [1], true), [2, 2]), [-3, -3, 7, 7]],
    ['transpose', (g, v) => g.transpose(v, [1, 0]), [-2, 1, -1, 2, 0, 4]],
    ['reduceSum', (g, v) => g.reduceSum(v, [0], false), [-1, 1, 4]],
    ['reduceSum, kept', (g, v) => g.reduceSum(v, [0, 1], true), [4]],
    ['cast', (g, v) => g.cast(v, 'int64'), numbers],
    ['secondOutput', (g, v) => g.secondOutput('TopK', [v, g.int64([1])], { shape: [2, 1], type: 'int64' }), [2, 2]],
    ['outputs', (g, v) => g.outputs('Split', [v, g.int64([1, 2])], column, [{ shape: [2, 2] }])[1]!, [-1, 0, 2, 4]],
  ])('%s', async (_, formula, expected) => {
    expect(await evaluate(formula, numbers)).toEqual(expected);
  });
});

test('nothing is emitted for what changes nothing', () => {
  const g = createBuilder(() => false);
  expect(g.reshape(x, [2, 3])).toBe(x);
  expect(g.expand(x, [2, 3])).toBe(x);
  expect(g.scale(x, 1)).toBe(x);
  expect(g.cast(x, 'float32')).toBe(x);
  expect(g.reduceSum(x, [], true)).toBe(x);
  expect(g.nodes).toEqual([]);
});

test('equal constants are one initializer', () => {
  const g = createBuilder(() => false);
  expect(g.scalar(2, x)).toBe(g.scalar(2, x));
  expect(g.int64([1, 2])).toBe(g.int64([1, 2]));
  expect(g.float32([1], [1])).not.toBe(g.float32([1], []));
  expect(g.initializers.size).toBe(4);
  expect(() => g.float32([1, 2], [3])).toThrow('2 values do not fill the shape [3]');
});

test('names are new: neither those of the graph nor used twice, for nodes with two outputs too', () => {
  const taken = new Set(['grad/n/Add', 'grad/n/Add_1', 'smoothgrad/f32[]=2']);
  const g = createBuilder((name) => taken.has(name));
  g.scope('grad/n');
  expect(g.add(x, x).name).toBe('grad/n/Add_2');
  expect(g.add(x, x).name).toBe('grad/n/Add_3');
  expect(g.scalar(2, x).name).toBe('smoothgrad/f32[]=2_1');
  for (const _ of [1, 2]) g.secondOutput('MaxPool', [x], { shape: [2, 3], type: 'int64' });
  const names = g.nodes.flatMap(({ name, outputs }) => (outputs.length > 1 ? [name, ...outputs] : outputs));
  expect(new Set(names).size).toBe(names.length);
});

test('only what the builder knows is recorded: of two outputs the second', () => {
  const g = createBuilder(() => false);
  const second = g.secondOutput('MaxPool', [x], { shape: [2, 2], type: 'int64' });
  expect([...g.values.values()]).toEqual([second]);
  expect(g.nodes[0]!.outputs[1]).toBe(second.name);
});

test('masks are marked as having no derivative', () => {
  const g = createBuilder(() => false);
  g.positiveMask(x);
  expect(g.nodes[0]!.metadata).toEqual(new Map(Object.entries(NO_GRADIENT)));
});

test('an operator without inputs needs a type', () => {
  const g = createBuilder(() => false);
  expect(() => g.op('RandomNormal', [], { shape: [1] })).toThrow('RandomNormal without inputs needs a type');
  expect(g.op('RandomNormal', [undefined, x], { shape: [1] }).type).toBe('float32');
  expect(g.nodes[0]!.inputs).toEqual(['', 'x']);
});

test('optional inputs left out have no name, and none at all at the end', () => {
  const g = createBuilder(() => false);
  const x: Value = { name: 'x', type: 'float32', shape: [1] };
  g.op('Resize', [x, undefined, x, undefined], { shape: [1] });
  g.op('RandomNormal', [undefined], { shape: [1], type: 'float32' });
  expect(g.nodes.map(({ inputs }) => inputs)).toEqual([['x', '', 'x'], []]);
});
