import type { Graph } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats } from '../../../../tests/support/runGraph.ts';
import { ancestors, dependents, readsOf, tensorsOf, withoutDeadCode } from './graphWalks.ts';

/** Reads `captured` from outside, `inner` and `own` from itself. */
const body: Graph = {
  name: 'body',
  inputs: [{ name: 'inner' }],
  outputs: [{ name: 'result' }, { name: 'passed' }],
  nodes: [node('Sum', ['inner', 'captured', 'own', ''], ['result'])],
  initializers: new Map([['own', floats('own', [], [1])]]),
};

const { graph } = modelOf({
  inputs: { x: [1], z: [1] },
  nodes: [
    node('Relu', ['x'], ['a']),
    node('Mul', ['z', 'w'], ['captured']),
    node('Loop', ['count', '', 'a'], ['b', ''], { body: { kind: 'graph', value: body } }),
    node('Relu', ['b'], ['y']),
    node('Mul', ['a', 'unused weight'], ['dead']),
  ],
  outputs: ['y'],
  constants: [floats('w', [1], [2]), floats('count', [], [1]), floats('unused weight', [1], [1])],
});

test('a node reads its inputs and what the bodies inside it capture', () => {
  expect(readsOf(graph.nodes[2]!)).toEqual(['count', 'a', 'captured', 'passed']);
  const branches = node('If', ['c'], ['y'], { branches: { kind: 'graphs', value: [body, body] } });
  expect(new Set(readsOf(branches))).toEqual(new Set(['c', 'captured', 'passed']));
});

test('dependents go through captures, and skip outputs that are left out', () => {
  expect(dependents(graph, ['z'])).toEqual(new Set(['z', 'captured', 'b', 'y']));
  expect(dependents(graph, ['x'])).toEqual(new Set(['x', 'a', 'b', 'y', 'dead']));
});

test('ancestors go through captures', () => {
  expect(ancestors(graph, ['y'])).toEqual(new Set(['y', 'b', 'count', 'a', 'captured', 'passed', 'x', 'z', 'w']));
});

test('dead nodes and initializers go, inputs stay', () => {
  const live = withoutDeadCode(graph);
  expect(live.nodes.flatMap(({ outputs }) => outputs[0])).toEqual(['a', 'captured', 'b', 'y']);
  expect([...live.initializers.keys()]).toEqual(['w', 'count']);
  expect(live.inputs).toEqual(graph.inputs);
});

test('tensors are found in attributes, bodies and functions', () => {
  const constant = (name: string) =>
    node('Constant', [], [name], { value: { kind: 'tensor', value: floats(`value of ${name}`, [1], [1]) } });
  const nodes = [...graph.nodes, constant('c')];
  const own = { domain: 'own', name: 'f', overload: '', inputs: [], outputs: ['d'], nodes: [constant('d')] };
  const functions = [{ ...own, defaults: new Map(), opsets: new Map() }];
  expect(tensorsOf({ graph: { ...graph, nodes }, functions }).map(({ name }) => name)).toEqual([
    'w',
    'count',
    'unused weight',
    'own',
    'value of c',
    'value of d',
  ]);
});
