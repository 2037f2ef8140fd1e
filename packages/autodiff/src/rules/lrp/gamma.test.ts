import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { linearLayers, product, shared, startOf, summed } from '../../../../../tests/support/linearLayers.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { gammaRelevance } from './gamma.ts';
import { lrpRules } from './table.ts';

const engine = createTestEngine();
const epsilon = 1e-9;
const plus = (v: number) => Math.max(v, 0);

describe.each(linearLayers)('$title', (layer) => {
  const find = (x: readonly number[], start: readonly number[], gamma: number) =>
    relevanceOf(layer.model, engine, {
      rules: lrpRules({ epsilon, layer: () => gammaRelevance(epsilon, gamma) }),
      feeds: { x },
      start,
    });

  it('of inputs that are not negative: the weights w + γw⁺ of the book, where the output is positive', async () => {
    const positive = { ...layer, x: layer.x.map(Math.abs) };
    const z = layer.b.map((b, j) => b + summed(positive, j, (k) => product(positive, k, j)));
    // Below a Relu, other outputs have no relevance.
    const start = startOf(layer).map((value, j) => (z[j]! > 0 ? value : 0));
    const raised = (v: number) => v + 0.25 * plus(v);
    const expected = shared(layer, start, (i, j) => {
      const total = summed(layer, j, (k) => positive.x[k]! * raised(layer.w[k]![j]!)) + raised(layer.b[j]!);
      return (positive.x[i]! * raised(layer.w[i]![j]!)) / total;
    });
    expect(largestDifference(await find(positive.x, start, 0.25), expected)).toBeLessThanOrEqual(5e-6);
  });

  it('of inputs of both signs: contributions with the sign of the output weigh more', async () => {
    const start = startOf(layer);
    const gamma = 0.7;
    const expected = shared(layer, start, (i, j) => {
      const z = layer.b[j]! + summed(layer, j, (k) => product(layer, k, j));
      const weighed = (v: number) => (v * z > 0 ? (1 + gamma) * v : v);
      const total = weighed(layer.b[j]!) + summed(layer, j, (k) => weighed(product(layer, k, j)));
      return weighed(product(layer, i, j)) / total;
    });
    expect(largestDifference(await find(layer.x, start, gamma), expected)).toBeLessThanOrEqual(1e-5);
  });
});
