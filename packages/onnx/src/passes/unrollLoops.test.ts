import { int } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats, integers, run, staticModel } from '../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import type { Attribute, Graph, GraphNode, Model, Tensor } from '../ir.ts';

const engine = createTestEngine();

const bool = (name: string, value: boolean): Tensor => ({
  name,
  type: 'bool',
  dims: [],
  data: { kind: 'inline', bytes: Uint8Array.of(value ? 1 : 0) },
});

/** i, going, state → going, state′ and what `outputs` add. */
const body = (
  nodes: readonly GraphNode[],
  outputs: readonly string[],
  constants: readonly Tensor[] = [],
): Attribute => ({
  kind: 'graph',
  value: {
    name: 'body',
    inputs: [
      { name: 'i', type: { elementType: 'int64', shape: [] } },
      { name: 'going', type: { elementType: 'bool', shape: [] } },
      { name: 'state', type: { elementType: 'float32', shape: [2] } },
    ],
    outputs: outputs.map((name) => ({ name })),
    nodes,
    initializers: new Map(constants.map((tensor) => [tensor.name, tensor])),
  } satisfies Graph,
});

const same = node('Identity', ['going'], ['goes_on']);
const constants = [{ ...integers('three', [3]), dims: [] }, bool('yes', true), floats('zero', [], [0])];

async function expectSame(model: Model) {
  const fixed = await staticModel(model, engine);
  const feeds = { x: [1.5, -2] };
  const [before, after] = [await run(model, engine, feeds), await run(fixed, engine, feeds)];
  for (const [name, { shape, data }] of Object.entries(before)) {
    expect(after[name]!.shape).toEqual(shape);
    expect(Array.from(after[name]!.data, Number)).toEqual(Array.from(data, Number));
  }
  return { operators: fixed.graph.nodes.map(({ op }) => op), fixed };
}

test('a loop with a constant number of trips becomes its body as many times', async () => {
  const steps = [
    same,
    node('Cast', ['i'], ['number'], { to: int(1) }),
    node('Mul', ['state', 'factor'], ['grown']),
    node('Add', ['grown', 'number'], ['next']),
    node('Sub', ['next', 'x'], ['seen']),
  ];
  const loop = node('Loop', ['three', 'yes', 'x'], ['last', 'all'], {
    body: body(steps, ['goes_on', 'next', 'seen'], [floats('factor', [], [2])]),
  });
  const model = modelOf({ inputs: { x: [2] }, nodes: [loop], outputs: ['last', 'all'], constants });
  const { operators, fixed } = await expectSame(model);
  expect(operators).not.toContain('Loop');
  expect(operators.filter((op) => op === 'Mul')).toHaveLength(3);
  expect(fixed.values.get('all')!.shape).toEqual([3, 2]);
});

test('the length of a sequence may be the number of trips', async () => {
  const steps = [
    node('Identity', ['yes'], ['goes_on']),
    node('SequenceAt', ['parts', 'i'], ['part']),
    node('Mul', ['state', 'part'], ['next']),
  ];
  const nodes = [
    node('SplitToSequence', ['x'], ['parts'], { axis: int(0) }),
    node('SequenceLength', ['parts'], ['length']),
    node('Loop', ['length', 'yes', 'x'], ['y'], { body: body(steps, ['goes_on', 'next']) }),
  ];
  const { operators } = await expectSame(modelOf({ inputs: { x: [2] }, nodes, outputs: ['y'], constants }));
  expect(operators.filter((op) => op !== 'Identity')).toEqual(['Split', 'Mul', 'Mul']);
});

test.each([
  ['its condition depends on the data', 'three', [node('Greater', ['total', 'zero'], ['goes_on'])]],
  ['its number of trips does', 'count', [same]],
  ['it makes too many nodes', 'many', [same]],
])('stays where %s', async (_, trips, ends) => {
  const steps = [
    node('ReduceSum', ['state'], ['total'], { keepdims: int(0) }),
    ...ends,
    node('Neg', ['state'], ['next']),
  ];
  const nodes = [
    node('ReduceMax', ['x'], ['largest'], { keepdims: int(0) }),
    node('Cast', ['largest'], ['count'], { to: int(7) }),
    node('Loop', [trips, 'yes', 'x'], ['y'], { body: body(steps, ['goes_on', 'next']) }),
  ];
  const many = { ...integers('many', [20_000]), dims: [] };
  const model = modelOf({ inputs: { x: [2] }, nodes, outputs: ['y'], constants: [...constants, many] });
  expect((await staticModel(model, engine)).graph.nodes.map(({ op }) => op)).toContain('Loop');
});
