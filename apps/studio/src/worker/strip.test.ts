import { explain, gradient, smoothGrad } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import { expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import type { StripQuestion, StripUpdate } from '../protocol.ts';
import { computeStrip } from './strip.ts';

/** S = Σ xᵢ³/3, so that the gradient is x². */
const classifier = fakeClassifier({
  width: 8,
  gradient: (tensor) => ({ gradient: tensor.map((x) => x * x), logits: Float32Array.of(tensor[0]!) }),
});
const photo = {
  tensor: Float32Array.from({ length: 8 }, (_, i) => i / 4 - 1),
  channels: 'L',
} as unknown as PreparedPhoto;

async function strip(question: Partial<StripQuestion>, signal = new AbortController().signal): Promise<StripUpdate[]> {
  const updates: StripUpdate[] = [];
  const whole = { kind: 'noise-levels', target: 0, seed: 3, samples: 12, values: [], noise: 0.2, ...question } as const;
  await computeStrip(
    { classifier, photo, logits: Float32Array.of(0), labels: undefined, question: whole, signal },
    (update) => updates.push(update),
  );
  return updates;
}

const lastOf = (updates: readonly StripUpdate[], index: number) =>
  updates.filter((update) => update.index === index).at(-1)!.attribution;

it('each noise level is what explaining at that level gives, and all come into focus together', async () => {
  const updates = await strip({ values: [0, 0.1, 0.3] });
  expect(lastOf(updates, 0).map).toEqual((await explain(classifier, photo, { method: gradient, target: 0 })).map);
  for (const [index, level] of [[1, 0.1] as const, [2, 0.3] as const]) {
    const method = smoothGrad(gradient, { samples: 12, seed: 3, noise: { level } });
    const expected = await explain(classifier, photo, { method, target: 0 });
    expect(lastOf(updates, index).map).toEqual(expected.map);
    expect(lastOf(updates, index).samples).toBe(12);
  }
  expect(updates.slice(0, 5).map(({ index }) => index)).toEqual([0, 1, 2, 1, 2]);
});

it('each sample size is the mean of the first n samples', async () => {
  const values = [1, 5, 12];
  const updates = await strip({ kind: 'sample-sizes', values });
  for (const [index, samples] of values.entries()) {
    const method = smoothGrad(gradient, { samples, seed: 3, noise: { level: 0.2 } });
    expect(lastOf(updates, index).map).toEqual((await explain(classifier, photo, { method, target: 0 })).map);
    expect(lastOf(updates, index).samples).toBe(samples);
  }
});

it('is left at once', async () => {
  const controller = new AbortController();
  controller.abort();
  expect(await strip({ values: [0, 0.1] }, controller.signal)).toEqual([]);
});
