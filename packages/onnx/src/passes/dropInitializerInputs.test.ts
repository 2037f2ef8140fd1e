import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats } from '../../../../tests/support/runGraph.ts';
import { dropInitializerInputs } from './dropInitializerInputs.ts';

test('only real inputs stay, in their order', () => {
  const model = modelOf({
    inputs: { w: [1], x: [1], b: [1], z: [1] },
    nodes: [node('Sum', ['x', 'w', 'b', 'z'], ['y'])],
    outputs: ['y'],
    constants: [floats('w', [1], [2]), floats('b', [1], [3])],
    irVersion: 3,
  });
  const { graph, irVersion } = dropInitializerInputs.run(model);
  expect(graph.inputs.map(({ name }) => name)).toEqual(['x', 'z']);
  expect([...graph.initializers.keys()]).toEqual(['w', 'b']);
  expect(irVersion).toBe(8);
  expect(dropInitializerInputs.run({ ...model, irVersion: 11 }).irVersion).toBe(11);
});
