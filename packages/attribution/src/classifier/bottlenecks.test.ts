import { expect, it } from 'vitest';
import { node } from '../../../../tests/support/graphs.ts';
import { bottlenecks } from './bottlenecks.ts';

const relu = (from: string, to: string) => node('Relu', [from], [to]);

it.each([
  ['a chain: every value', [relu('x', 'a'), relu('a', 'b'), relu('b', 'y')], ['a', 'b', 'y']],
  [
    'a residual block: its sum, nothing inside',
    [relu('x', 'a'), relu('a', 'b'), relu('b', 'c'), node('Add', ['a', 'c'], ['s']), relu('s', 'y')],
    ['a', 's', 'y'],
  ],
  [
    'branches: what joins them, in whatever order they are computed',
    [relu('x', 'a'), relu('a', 'b'), relu('a', 'c'), relu('b', 'd'), node('Concat', ['c', 'd'], ['j']), relu('j', 'y')],
    ['a', 'j', 'y'],
  ],
  [
    'a shortcut from the image: nothing before it ends',
    [relu('x', 'a'), relu('a', 'b'), node('Add', ['b', 'x'], ['y'])],
    ['y'],
  ],
  ['a value read twice by one node', [relu('x', 'a'), node('Mul', ['a', 'a'], ['m']), relu('m', 'y')], ['a', 'm', 'y']],
  ['constants do not count', [node('Add', ['x', 'k'], ['a']), relu('a', 'y')], ['a', 'y']],
])('%s', (_, path, expected) => {
  expect(bottlenecks(path, 'x', 'y')).toEqual(expected);
});
