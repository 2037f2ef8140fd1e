import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../../tests/support/compare.ts';
import { modelOf, node } from '../../../../../tests/support/graphs.ts';
import { linearLayers, shared, startOf, summed } from '../../../../../tests/support/linearLayers.ts';
import { relevanceOf } from '../../../../../tests/support/relevance.ts';
import { floats } from '../../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { boxRelevance } from './box.ts';
import { lrpComposite } from './composites.ts';
import { lrpRules } from './table.ts';

const engine = createTestEngine();
const parameters = { epsilon: 1e-9, gamma: 0.25, alpha: 2, beta: 1 };

/** (x − l)w where w > 0, (x − h)w where w < 0. */
const term = (x: number, w: number, low: number, high: number) => x * w - (w > 0 ? low : high) * w;

describe('zᴮ', () => {
  it.each(linearLayers)('shares by the distance to what the input could be: $title', async (layer) => {
    const low = layer.x.map((x, i) => x - 0.1 - 0.01 * i);
    const high = layer.x.map((x, i) => x + 0.3 + 0.02 * i);
    const model = {
      ...layer.model,
      graph: {
        ...layer.model.graph,
        inputs: ['x', 'low', 'high'].map((name) => ({ ...layer.model.graph.inputs[0]!, name })),
      },
    };
    const start = startOf(layer);
    const found = await relevanceOf(model, engine, {
      rules: ({ values }) => {
        const bounds = { low: values.get('low')!, high: values.get('high')! };
        const valueNamed = (name: string) => values.get(name)!;
        const box = boxRelevance({ epsilon: 1e-9, bounds, input: 'x', between: [], valueNamed });
        return lrpRules({ epsilon: 1e-9, layer: () => box });
      },
      feeds: { x: layer.x, low, high },
      start,
    });
    const share = (i: number, j: number) => term(layer.x[i]!, layer.w[i]![j]!, low[i]!, high[i]!);
    const expected = shared(layer, start, (i, j) => share(i, j) / summed(layer, j, (k) => share(k, j)));
    expect(largestDifference(found, expected)).toBeLessThanOrEqual(1e-5);
  });

  const between = (nodes: ReturnType<typeof node>[], last: string) =>
    modelOf({
      inputs: { x: [1, 2], low: [1, 2], high: [1, 2] },
      nodes: [...nodes, node('MatMul', [last, 'w'], ['y'])],
      outputs: ['y'],
      constants: [floats('w', [2, 2], [1, -2, 3, 4]), floats('scale', [2], [-2, 0.5])],
    });
  const find = (model: ReturnType<typeof between>) =>
    relevanceOf(model, engine, {
      rules: (made) => {
        const bounds = { low: made.values.get('low')!, high: made.values.get('high')! };
        return lrpComposite('epsilon-gamma-box', parameters, made, { of: 'y', input: 'x', bounds });
      },
      feeds: { x: [0.25, -0.5], low: [-1, -1], high: [2, 1] },
      start: [1, 10],
    });

  it('bounds pass what comes before the layer; a negative factor exchanges them', async () => {
    const found = await find(between([node('Mul', ['x', 'scale'], ['a'])], 'a'));
    const [a, low, high] = [
      [-0.5, -0.25],
      [-4, -0.5],
      [2, 0.5],
    ] as const;
    const w = [
      [1, -2],
      [3, 4],
    ] as const;
    const share = (i: number, j: number) => term(a[i]!, w[i]![j]!, low[i]!, high[i]!);
    const expected = [0, 1].map((i) =>
      [1, 10].reduce((sum, start, j) => sum + (start * share(i, j)) / (share(0, j) + share(1, j)), 0),
    );
    expect(largestDifference(found, expected)).toBeLessThanOrEqual(1e-6);
  });

  it('is refused, by name, where they do not', async () => {
    await expect(find(between([node('Softsign', ['x'], ['a'])], 'a'))).rejects.toThrow(/Softsign.*bounds of pixels/s);
  });
});
