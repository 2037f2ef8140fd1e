import { type Attribute, float, int, ints, string } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats } from '../../../../tests/support/runGraph.ts';
import { inlineNumbers } from '../elements.ts';
import { constantsToInitializers } from './constantsToInitializers.ts';

const run = (attributes: Record<string, Attribute>, domain = '') =>
  constantsToInitializers.run(
    modelOf({
      inputs: { x: [1] },
      nodes: [node('Constant', [], ['c'], attributes, domain), node('Add', ['x', 'c'], ['y'])],
      outputs: ['y'],
    }),
  ).graph;

test.each<[string, Attribute, readonly number[], readonly number[], string]>([
  ['value', { kind: 'tensor', value: floats('another name', [2], [1.5, -2]) }, [2], [1.5, -2], 'float32'],
  ['value_float', float(0.25), [], [0.25], 'float32'],
  ['value_floats', { kind: 'floats', value: [1, 2] }, [2], [1, 2], 'float32'],
  ['value_int', int(-7), [], [-7], 'int64'],
  ['value_ints', ints([3, 4]), [2], [3, 4], 'int64'],
])('%s', (key, attribute, dims, numbers, type) => {
  const { nodes, initializers } = run({ [key]: attribute });
  expect(nodes.map(({ op }) => op)).toEqual(['Add']);
  expect(initializers.get('c')).toMatchObject({ name: 'c', dims, type });
  expect(inlineNumbers(initializers.get('c')!)).toEqual(numbers);
});

test('constants of strings, and operators of that name in other domains, stay nodes', () => {
  expect(run({ value_string: string('cat') }).nodes).toHaveLength(2);
  expect(run({ value_float: float(1) }, 'my.domain').nodes).toHaveLength(2);
});
