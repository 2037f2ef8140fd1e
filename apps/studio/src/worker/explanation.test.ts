import { explain, gradient, smoothGrad } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import { expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import type { Update } from '../protocol.ts';
import { startExplanation } from './explanation.ts';

/** S = Σ xᵢ³/3, so that the gradient is x². */
const classifier = fakeClassifier({
  width: 12,
  async gradient(tensor) {
    // As a worker's answer: what else the thread has to do comes in between.
    await new Promise((resolve) => setTimeout(resolve, 0));
    return { gradient: tensor.map((x) => x * x), logits: Float32Array.of(tensor[0]!) };
  },
});
const tensor = Float32Array.from({ length: 12 }, (_, i) => i / 6 - 1);
const noise = { level: 0.2, space: 'input' } as const;
const photo = { tensor, channels: 'L' } as unknown as PreparedPhoto;
const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

function start(samples: number, goal: number | undefined, method = smoothGrad(gradient, { samples, noise, seed: 7 })) {
  const updates: Update[] = [];
  const run = startExplanation(
    { classifier, photo, logits: Float32Array.of(0), labels: undefined, targets: [0], method, goal },
    (update) => updates.push(update),
  );
  return { run, updates, last: () => updates.at(-1)! };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await tick();
  expect(condition()).toBe(true);
}

const atOnce = (samples: number) =>
  explain(classifier, photo, { method: smoothGrad(gradient, { samples, noise, seed: 7 }), target: 0 });

it('more samples later are the very map of more samples at first', async () => {
  const { run, last } = start(1_000_000, 5);
  await until(() => last()?.state === 'done');
  expect(last().attributions[0]!.map).toEqual((await atOnce(5)).map);
  run.setGoal(12);
  await until(() => last().samples === 12);
  const [twelve, expected] = [last().attributions[0]!, await atOnce(12)];
  expect(twelve.map).toEqual(expected.map);
  expect(twelve.standardError).toEqual(expected.standardError);
  expect(twelve.relativeStandardError).toBe(expected.relativeStandardError);
  expect([twelve.samples, twelve.total, twelve.smoothing]).toEqual([12, 12, expected.smoothing]);
  run.stop();
  await run.ended;
});

it('a pause keeps what is there, and nothing is computed meanwhile', async () => {
  const { run, updates, last } = start(1_000_000, 1_000_000);
  await until(() => updates.length > 0);
  run.pause();
  await until(() => last().state === 'paused');
  const { samples } = last();
  await tick();
  expect(last().samples).toBe(samples);
  expect(last().attributions[0]!.map).toEqual((await atOnce(samples)).map);
  run.resume();
  await until(() => last().samples > samples);
  run.stop();
  await run.ended;
});

it('methods without samples end by themselves, and can be looked at again', async () => {
  const { run, last } = start(0, undefined, gradient);
  await until(() => last()?.state === 'done');
  const { map } = last().attributions[0]!;
  expect(Array.from(map)).toEqual(Array.from(tensor, (x) => Math.fround(x * x)));
  run.pause();
  await tick();
  expect(last().attributions[0]!.map).toEqual(map);
  run.stop();
  await run.ended;
});

it('failures are told', async () => {
  const broken = fakeClassifier({ gradient: () => Promise.reject(new Error('broken')) });
  const request = { classifier: broken, photo, logits: Float32Array.of(0), labels: undefined, targets: [0] };
  const { ended } = startExplanation({ ...request, method: gradient, goal: undefined }, () => undefined);
  await expect(ended).rejects.toThrow('broken');
});
