import { int, ints } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats } from '../../../../tests/support/runGraph.ts';
import { normalise } from './normalise.ts';

test('constants, initializer inputs and the operator set are brought into one form', () => {
  const model = modelOf({
    inputs: { x: [1, 2], w: [2] },
    nodes: [
      node('Constant', [], ['c'], { value_int: int(1) }),
      node('Mul', ['x', 'w'], ['a']),
      node('Squeeze', ['a'], ['y'], { axes: ints([0]) }),
    ],
    outputs: ['y'],
    constants: [floats('w', [2], [1, 2])],
    opset: 9,
    irVersion: 3,
  });
  const { graph, opsets, irVersion } = normalise(model);
  expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
  expect(graph.nodes.map(({ op, inputs }) => [op, ...inputs])).toEqual([
    ['Mul', 'x', 'w'],
    ['Squeeze', 'a', 'y/axes'],
  ]);
  expect([...graph.initializers.keys()]).toEqual(['w', 'c', 'y/axes']);
  expect([opsets.get(''), irVersion]).toEqual([18, 8]);
});
