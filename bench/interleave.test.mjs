import { expect, it } from 'vitest';
import { interleave } from './interleave.mjs';

it('takes turns, starts each round one further, and leaves out who failed', async () => {
  const order = [];
  const contestant = (name) => async () => order.push(name);
  const results = await interleave(
    {
      a: contestant('a'),
      b: contestant('b'),
      c: async () => {
        throw new Error('out of memory');
      },
    },
    3,
  );
  expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
  expect(results).toEqual({ a: { rounds: [1, 4, 5] }, b: { rounds: [2, 3, 6] }, c: { error: 'out of memory' } });
});
