import { expect, it } from 'vitest';
import { modelOf, node } from '../../../../../tests/support/graphs.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { lrpRules } from './table.ts';

it('relevance starts with the scores', async () => {
  const model = modelOf({ inputs: { x: [3] }, nodes: [node('Relu', ['x'], ['y'])], outputs: ['y'] });
  const found = await relevanceOf(model, createTestEngine(), {
    rules: lrpRules({ epsilon: 1e-9 }),
    feeds: { x: [2, -1, 5] },
  });
  expect(found).toEqual([2, 0, 5]);
});
