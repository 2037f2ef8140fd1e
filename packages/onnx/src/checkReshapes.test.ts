import { expect, it } from 'vitest';
import { modelOf, node } from '../../../tests/support/graphs.ts';
import { checkReshapes } from './checkReshapes.ts';
import { SpecialisationError, type Value } from './index.ts';

const { graph } = modelOf({ inputs: { x: [1, 3] }, nodes: [node('Reshape', ['x', 's'], ['y'])], outputs: ['y'] });
const valuesOf = (x: readonly number[], y: readonly number[]) =>
  new Map<string, Value>(Object.entries({ x, y }).map(([name, shape]) => [name, { name, type: 'float32', shape }]));

it('the same number of elements, or a shape that nobody knows', () => {
  expect(() => checkReshapes(graph, valuesOf([2, 3], [1, 6]))).not.toThrow();
  expect(() => checkReshapes(graph, new Map())).not.toThrow();
});

it('more elements than there are', () => {
  const check = () => checkReshapes(graph, valuesOf([2, 3], [1, 2 ** 28]));
  expect(check).toThrow(SpecialisationError);
  expect(check).toThrow(
    "the Reshape at node 'Reshape_y' cannot bring [2,3] to [1,268435456]: these have 6 and 268435456 elements",
  );
});
