import { NotDifferentiableError } from '@smoothgrad/autodiff';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { explain } from '../explain.ts';
import { occlusion } from '../methods/occlusion.ts';
import { openClassifier } from './classifier.ts';
import { forwardRecipe } from './forwardRecipe.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

/** The scores are determinants of the channels, an operator without a gradient rule. */
const model = modelOf({
  inputs: { x: ['N', 3, 2, 2] },
  nodes: [node('Det', ['x'], ['det']), node('Softmax', ['det'], ['p'])],
  outputs: ['p'],
});
const tensor = Float32Array.of(1, 2, 3, 4, 2, 0, 0, 3, 1, 1, 1, 1);
const determinants = [-2, 6, 0].map((value) => expect.closeTo(value, 5));

describe('forwardRecipe', () => {
  it.each(['logit', 'probability'] as const)('gives logits where the score is the %s', async (score) => {
    const classifier = await openClassifier(model, engine, { score, recipe: forwardRecipe() });
    expect(classifier.scores).toMatchObject({ classes: 3, activation: 'softmax', kind: score });
    const program = await classifier.program(forwardRecipe());
    expect([...(await program.logits(tensor))]).toEqual(determinants);
    const { logits, gradients } = await program.run(tensor, []);
    expect([...logits]).toEqual(determinants);
    expect(gradients).toEqual([]);
    await classifier.close();
  });

  it('needs no gradient rules: what cannot be differentiated can be occluded', async () => {
    await expect(openClassifier(model, engine)).rejects.toThrow(NotDifferentiableError);
    const classifier = await openClassifier(model, engine, { recipe: forwardRecipe() });
    const { map } = await explain(classifier, { tensor }, { method: occlusion({ window: 1, stride: 1 }), target: 0 });
    // det [[1, 2], [3, 4]] with one of its numbers 0: 4·1 less, 2·3 more, and so on; the same in each channel.
    expect([...map]).toEqual([1, 2, 3].flatMap(() => [4, -6, -6, 4].map((value) => expect.closeTo(value, 5))));
    await classifier.close();
  });
});
