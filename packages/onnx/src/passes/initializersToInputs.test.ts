import { InvalidModelError, initializersToInputs } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';

const model = modelOf({
  inputs: { x: [1, 2] },
  nodes: [node('Gemm', ['x', 'w', 'b'], ['y'])],
  outputs: ['y'],
  constants: [weights('w', [2, 3]), weights('b', [3])],
});

test('named weights become inputs of their type and shape, the others stay', () => {
  const { inputs, initializers } = initializersToInputs(model, ['w']).graph;
  expect(inputs.map(({ name, type }) => [name, type?.shape])).toEqual([
    ['x', [1, 2]],
    ['w', [2, 3]],
  ]);
  expect(inputs[1]!.type?.elementType).toBe('float32');
  expect([...initializers.keys()]).toEqual(['b']);
});

test('a name that is no weight is an error', () => {
  expect(() => initializersToInputs(model, ['w', 'x'])).toThrow(InvalidModelError);
  expect(() => initializersToInputs(model, ['x'])).toThrow("the model has no initializer named 'x'");
});
