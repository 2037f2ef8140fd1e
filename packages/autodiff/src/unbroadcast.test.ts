import { createBuilder, type Value } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { unbroadcast } from './unbroadcast.ts';

/** Operators emitted to bring a cotangent of one shape to another. */
function emitted(from: readonly number[], to: readonly number[]) {
  const g = createBuilder(() => false);
  const cotangent: Value = { name: 'dy', type: 'float32', shape: from };
  const result = unbroadcast(g, cotangent, to);
  return { operators: g.nodes.map(({ op }) => op), shape: result.shape };
}

test('nothing is emitted where nothing was broadcast', () => {
  expect(emitted([2, 3], [2, 3])).toEqual({ operators: [], shape: [2, 3] });
  expect(emitted([1, 1], [1, 1])).toEqual({ operators: [], shape: [1, 1] });
});

test.each([
  [[2, 3], [1, 3], ['ReduceSum']],
  [[2, 3], [3], ['ReduceSum', 'Reshape']],
  [[2, 3], [], ['ReduceSum', 'Reshape']],
  [[1, 3], [3], ['ReduceSum', 'Reshape']],
  [
    [4, 2, 3],
    [2, 1],
    ['ReduceSum', 'Reshape'],
  ],
])('from %j to %j', (from, to, operators) => {
  expect(emitted(from, to)).toEqual({ operators, shape: to });
});
