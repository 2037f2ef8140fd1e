import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats } from '../../../../tests/support/runGraph.ts';
import { renameValues } from './renameValues.ts';

const body = {
  name: 'body',
  inputs: [],
  outputs: [{ name: 'out' }],
  nodes: [node('Add', ['x', 'w'], ['out'])],
  initializers: new Map(),
};
const model = modelOf({
  inputs: { x: [1] },
  nodes: [
    node('If', ['c'], ['y'], { then_branch: { kind: 'graph', value: body }, all: { kind: 'graphs', value: [body] } }),
  ],
  outputs: ['y', 'x'],
  constants: [floats('w', [1], [1])],
});

test('a value is renamed wherever it is made or read', () => {
  const { graph } = renameValues(
    model,
    new Map([
      ['x', 'image'],
      ['w', 'weight'],
      ['y', 'scores'],
    ]),
  );
  expect(graph.inputs).toEqual([{ name: 'image', type: { elementType: 'float32', shape: [1] } }]);
  expect(graph.outputs.map(({ name }) => name)).toEqual(['scores', 'image']);
  expect(graph.initializers.get('weight')!.name).toBe('weight');
  expect(graph.nodes[0]!.outputs).toEqual(['scores']);
  const { then_branch: branch, all } = Object.fromEntries(graph.nodes[0]!.attributes) as Record<
    string,
    { value: unknown }
  >;
  expect(branch!.value).toMatchObject({
    nodes: [{ inputs: ['image', 'weight'], outputs: ['out'] }],
    outputs: [{ name: 'out' }],
  });
  expect(all!.value).toMatchObject([{ nodes: [{ inputs: ['image', 'weight'] }] }]);
});

test('without names nothing changes', () => {
  expect(renameValues(model, new Map())).toBe(model);
});
