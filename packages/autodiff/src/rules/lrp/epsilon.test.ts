import { expect, it, test } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { linearLayers, product, shared, startOf, summed } from '../../../../../tests/support/linearLayers.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { lrpRules } from './table.ts';

const engine = createTestEngine();

it.each(linearLayers)('x_i w_ij/(z_j + ε sign z_j): $title', async (layer) => {
  // Large enough to see.
  const epsilon = 0.25;
  const start = startOf(layer);
  const found = await relevanceOf(layer.model, engine, { rules: lrpRules({ epsilon }), feeds: { x: layer.x }, start });
  const expected = shared(layer, start, (i, j) => {
    const z = summed(layer, j, (k) => product(layer, k, j)) + layer.b[j]!;
    return product(layer, i, j) / (z + (z >= 0 ? epsilon : -epsilon));
  });
  expect(largestDifference(found, expected)).toBeLessThanOrEqual(2e-6);
});

test('ε must be greater than 0', () => {
  for (const epsilon of [0, -1, Number.NaN]) expect(() => lrpRules({ epsilon })).toThrow(RangeError);
});
