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

it('flags that are neither yes nor no, in every domain', () => {
  const gemm = (value: number, domain = '') => graphOf(node('Gemm', ['x', 'w'], ['y'], { transB: int(value) }, domain));
  expect(() => checkNumbers(gemm(2))).toThrow(
    "the attribute 'transB' of the Gemm at node 'Gemm_y' is 2, neither 0 nor 1",
  );
  expect(() => checkNumbers(gemm(-1, 'com.microsoft'))).toThrow("'transB'");
  expect(() => checkNumbers(gemm(1))).not.toThrow();
});

it('scales and zero points without an element', () => {
  const concat = node('QLinearConcat', ['s', 'z', 'x', 's', 'z'], ['y'], { axis: int(1) }, 'com.microsoft');
  const quantised = (op: GraphNode, dims: number[]) => ({
    ...graphOf(op),
    initializers: new Map([['z', int64Tensor('z', dims, [])]]),
  });
  expect(() => checkNumbers(quantised(concat, [7, 0]))).toThrow(
    "the constant 'z' of shape [7,0], which the QLinearConcat at node 'QLinearConcat_y' reads, is empty",
  );
  expect(() => checkNumbers(quantised(concat, []))).not.toThrow();
  expect(() => checkNumbers(quantised(node('Resize', ['x', 'z'], ['y']), [0]))).not.toThrow();
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
