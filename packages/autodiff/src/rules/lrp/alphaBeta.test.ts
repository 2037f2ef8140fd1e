import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { linearLayers, product, shared, startOf, summed } from '../../../../../tests/support/linearLayers.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { alphaBetaRelevance, zPlusRelevance } from './alphaBeta.ts';
import { lrpRules } from './table.ts';

const engine = createTestEngine();
const epsilon = 1e-9;
const plus = (v: number) => Math.max(v, 0);
const minus = (v: number) => Math.min(v, 0);

describe.each(linearLayers)('$title', (layer) => {
  const start = startOf(layer);
  const find = (relevance: ReturnType<typeof zPlusRelevance>) =>
    relevanceOf(layer.model, engine, {
      rules: lrpRules({ epsilon, layer: () => relevance }),
      feeds: { x: layer.x },
      start,
    });
  const expected = (alpha: number, beta: number) =>
    shared(layer, start, (i, j) => {
      const part = (of: typeof plus) =>
        of(product(layer, i, j)) / (summed(layer, j, (k) => of(product(layer, k, j))) + of(layer.b[j]!) || 1);
      return alpha * part(plus) - beta * part(minus);
    });

  it.each([
    [2, 1],
    [1.5, 0.5],
  ])('α = %d, β = %d', async (alpha, beta) => {
    expect(
      largestDifference(await find(alphaBetaRelevance(epsilon, alpha, beta)), expected(alpha, beta)),
    ).toBeLessThanOrEqual(2e-6);
  });

  it('z⁺ is α = 1, β = 0', async () => {
    const found = await find(zPlusRelevance(epsilon));
    expect(largestDifference(found, expected(1, 0))).toBeLessThanOrEqual(2e-6);
    expect(found.some((value) => value !== 0)).toBe(true);
  });
});
