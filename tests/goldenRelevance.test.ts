import { readFileSync } from 'node:fs';
import { decodeNpz, explain, lrp } from '@smoothgrad/attribution';
import { afterAll, describe, expect, it } from 'vitest';
import { cosine, relativeDistance } from './support/compare.ts';
import { openFile } from './support/models.ts';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

/**
 * LRP-ε on whole networks. Where activations are Relu or LeakyRelu alone it is input × gradient (Ancona et al. 2018, proposition 1), of
 * which there are numbers of Captum; how exact those are: beside the clone in golden/README.md.
 */
const engine = createTestEngine();
afterAll(() => engine.close());

const folder = sharedPath('golden') && sharedPath('models');
const numbers = (array: { data: unknown } | undefined) => array!.data as Float32Array;

async function relevance(name: string, composite: 'epsilon' | 'epsilon-plus-flat') {
  const golden = decodeNpz(readFileSync(sharedPath('golden', `${name}.npz`)!));
  const method = lrp({ composite, epsilon: 1e-9 });
  const classifier = await openFile(sharedPath('models', name, 'model.onnx')!, engine, {
    recipe: method.recipes(1)[0],
  });
  const target = Number((golden.target!.data as BigInt64Array)[0]);
  const result = await explain(classifier, { tensor: numbers(golden.input) }, { method, target });
  await classifier.close();
  return { ...result, expected: numbers(golden.input_x_gradient), score: numbers(golden.logits)[target]! };
}

describe.skipIf(folder === undefined)('whole networks', () => {
  it.each([
    ['squeezenet-1.1', 1e-3],
    ['tiny-darknet', 1e-3],
    ['inception-v3-nsfw', 2e-2],
  ])('%s: LRP-ε is input × gradient', async (name, tolerance) => {
    const { map, expected, score, facts } = await relevance(name, 'epsilon');
    if (process.env.SMOOTHGRAD_MEASURE)
      console.info(name, relativeDistance(map, expected), cosine(map, expected), JSON.stringify(facts));
    expect(relativeDistance(map, expected)).toBeLessThanOrEqual(tolerance);
    expect(cosine(map, expected)).toBeGreaterThanOrEqual(0.9998);
    // What is missing is what input × gradient misses too.
    const total = expected.reduce((sum, value) => sum + value, 0);
    const size = expected.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(Math.abs(Number(facts.gap) - (score - total))).toBeLessThanOrEqual(tolerance * size);
  });

  it('squeezenet-1.1: z⁺ with a flat first layer keeps nearly all relevance, and none is negative', async () => {
    const { map, score, facts } = await relevance('squeezenet-1.1', 'epsilon-plus-flat');
    const total = map.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(total - score)).toBeLessThanOrEqual(0.02 * score);
    expect(Math.abs(Number(facts.gap) - (score - total))).toBeLessThanOrEqual(1e-4 * score);
    expect(map.every((value) => value >= 0)).toBe(true);
  });
});
