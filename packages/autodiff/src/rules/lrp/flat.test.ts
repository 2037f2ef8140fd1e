import { expect, it } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { linearLayers, shared, startOf, summed } from '../../../../../tests/support/linearLayers.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { flatRelevance } from './flat.ts';
import { lrpRules } from './table.ts';

const engine = createTestEngine();

it.each(linearLayers)('equal parts for all inputs that an output reads: $title', async (layer) => {
  const start = startOf(layer);
  const rules = lrpRules({ epsilon: 1e-9, layer: () => flatRelevance(1e-9) });
  const found = await relevanceOf(layer.model, engine, { rules, feeds: { x: layer.x }, start });
  expect(
    largestDifference(
      found,
      shared(layer, start, (_, j) => 1 / summed(layer, j, () => 1)),
    ),
  ).toBeLessThanOrEqual(2e-6);
});
