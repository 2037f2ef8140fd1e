import { expect, it } from 'vitest';
import { modelOf, node } from '../../../tests/support/graphs.ts';
import { checkNumbers } from './checkNumbers.ts';
import { type Attribute, type GraphNode, int, int64Tensor } from './index.ts';

const ints64 = (...value: bigint[]): Attribute => ({ kind: 'ints', value });
const graphOf = (...nodes: GraphNode[]) => modelOf({ inputs: { x: [1, 3] }, nodes, outputs: ['y'] }).graph;

it('integers that no operator takes', () => {
  const gather = node('Gather', ['x', 'i'], ['y'], { axis: int(2 ** 32 + 1) });
  expect(() => checkNumbers(graphOf(gather))).toThrow(
    "the attribute 'axis' of the Gather at node 'Gather_y' is 4294967297",
  );
  const pool = node('MaxPool', ['x'], ['y'], { kernel_shape: ints64(2n, -(2n ** 63n)) });
  expect(() => checkNumbers(graphOf(pool))).toThrow("'kernel_shape' of the MaxPool at node 'MaxPool_y'");
});

it('"to the end", and whatever other domains mean by their numbers', () => {
  const end = 2n ** 63n - 1n;
  const shape = node('Shape', ['x'], ['s'], { end: { kind: 'int', value: end } });
  expect(() => checkNumbers(graphOf(shape, node('Own', ['x'], ['y'], { seed: ints64(end) }, 'own')))).not.toThrow();
});

it('loops that never end, in bodies too', () => {
  const loop = {
    ...graphOf(node('Loop', ['trips', '', 'x'], ['y'])),
    initializers: new Map([['trips', int64Tensor('trips', [], [2n ** 62n])]]),
  };
  expect(() => checkNumbers(loop)).toThrow(
    /the Loop at node 'Loop_y' runs 46116860184273\d+ times; the limit is 1000000/,
  );
  const inside = graphOf(node('If', ['c'], ['z'], { then_branch: { kind: 'graph', value: loop } }));
  expect(() => checkNumbers(inside)).toThrow('the Loop');
});
