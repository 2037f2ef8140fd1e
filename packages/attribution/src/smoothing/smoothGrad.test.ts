import { afterAll, describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { oneHot } from '../../../../tests/support/models.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { openClassifier } from '../classifier/classifier.ts';
import { gradient } from '../methods/gradient.ts';
import type { Estimate, Method, Problem, TargetEstimate } from '../methods/method.ts';
import { refineOnce } from '../methods/refineOnce.ts';
import { derivative } from '../methods/unit.ts';
import { normalNoise } from '../random/normal.ts';
import { createWelford } from '../statistics/welford.ts';
import { smoothGrad } from './smoothGrad.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** S = Σ xᵢ³/3, so the gradient is x². */
const cubic = (length: number, parallel = 1, delay: () => number = () => 0) =>
  fakeClassifier({
    width: length,
    parallel,
    async gradient(tensor) {
      if (parallel > 1) await wait(delay());
      return {
        gradient: tensor.map((x) => x * x),
        logits: Float32Array.of(tensor.reduce((sum, x) => sum + x ** 3 / 3, 0)),
      };
    },
  });

const problemOf = (classifier: Problem['classifier'], tensor: Float32Array, signal?: AbortSignal): Problem => ({
  classifier,
  tensor,
  cotangents: [Float32Array.of(1)],
  signal,
});

/** The last estimate, of its only target. */
async function last(method: Method, problem: Problem): Promise<Estimate & TargetEstimate> {
  let estimate: Estimate | undefined;
  for await (const each of method.refine(problem)) estimate = each;
  return flat(estimate!);
}

const flat = (estimate: Estimate) => ({ ...estimate, ...estimate.targets[0]! });

describe('the mean', () => {
  it('with n = 1 and σ = 0 is the gradient, bit for bit', async () => {
    const model = modelOf({
      inputs: { x: [1, 3, 6, 6] },
      nodes: [
        node('Conv', ['x', 'w'], ['c']),
        node('Relu', ['c'], ['r']),
        node('Flatten', ['r'], ['f']),
        node('MatMul', ['f', 'v'], ['y']),
      ],
      outputs: ['y'],
      constants: [weights('w', [4, 3, 3, 3]), weights('v', [64, 5], 2)],
    });
    const classifier = await openClassifier(model, engine);
    const problem: Problem = { classifier, tensor: numbers(108, 7), cotangents: [oneHot(5, 3)] };
    const plain = await last(gradient, problem);
    const smooth = await last(smoothGrad(gradient, { samples: 1, noise: { level: 0 } }), problem);
    expect(smooth.map()).toEqual(plain.map());
    expect(smooth.logits).toEqual(plain.logits);
    const many = await last(smoothGrad(gradient, { samples: 3, noise: { level: 0 } }), problem);
    expect(many.map()).toEqual(plain.map());
    expect(many.standardError()!.every((value) => value === 0)).toBe(true);
    await classifier.close();
  });

  it('is that of the signed maps, by hand', async () => {
    const supplied = [
      [1, -3],
      [-1, 0],
      [3, 0],
    ].map((values) => Float32Array.from(values));
    const identity = fakeClassifier({ width: 2, gradient: (x) => ({ gradient: x, logits: Float32Array.of(0) }) });
    const method = smoothGrad(gradient, { samples: 3, noise: (sample) => supplied[sample]! });
    const estimate = await last(method, problemOf(identity, Float32Array.of(0, 1)));
    // Samples of the first element: 1, −1, 3; of the second: −2, 1, 1.
    expect([...estimate.map()]).toEqual([1, 0]);
    const [m2a, m2b] = [0 + 4 + 4, 4 + 1 + 1];
    const errors = estimate.standardError()!;
    expect(errors[0]).toBeCloseTo(Math.sqrt(m2a / 6), 6);
    expect(errors[1]).toBeCloseTo(Math.sqrt(m2b / 6), 6);
    // ΣSE² = 14/6 exceeds Σmean² = 1: not resolved.
    expect(estimate.relativeStandardError()).toBeNull();
  });

  it('takes sample k at x + σ·noise(seed, k), in order', async () => {
    const x = Float32Array.of(0, 1, 0.5, 0.25, -1);
    const estimate = await last(
      smoothGrad(gradient, { samples: 7, noise: { level: 0.3 }, seed: 5 }),
      problemOf(cubic(5), x),
    );
    const expected = createWelford(5);
    for (let k = 0; k < 7; k++) {
      const noise = normalNoise(5, k, 5);
      expected.add(x.map((value, i) => value + 0.3 * 2 * noise[i]!).map((value) => value * value));
    }
    expect(estimate.map()).toEqual(expected.mean());
    expect(estimate.standardError()).toEqual(expected.standardError());
    expect(estimate.relativeStandardError()).toBe(expected.relativeStandardError());
  });
});

describe('parallel evaluation', () => {
  it('gives the same bits for any number of overlapping calls that end in any order', async () => {
    const x = numbers(50, 3);
    const method = smoothGrad(gradient, { samples: 12, noise: { level: 0.2 }, seed: 1 });
    const alone = await last(method, problemOf(cubic(50), x));
    for (const parallel of [2, 3, 8]) {
      let call = 0;
      // Later calls end earlier.
      const shuffled = cubic(50, parallel, () => [6, 1, 4, 0, 3][call++ % 5]!);
      const estimate = await last(method, problemOf(shuffled, x));
      expect(estimate.map()).toEqual(alone.map());
      expect(estimate.standardError()).toEqual(alone.standardError());
      expect(estimate.logits).toEqual(alone.logits);
    }
  });

  it('never overlaps more than one call beyond what the classifier can use', async () => {
    let [running, most] = [0, 0];
    const counting = fakeClassifier({
      parallel: 3,
      async gradient(tensor) {
        most = Math.max(most, ++running);
        await wait(1);
        running--;
        return { gradient: tensor, logits: Float32Array.of(0) };
      },
    });
    await last(smoothGrad(gradient, { samples: 20 }), problemOf(counting, Float32Array.of(1)));
    expect(most).toBe(4);
  });
});

describe('refining', () => {
  it('yields one estimate a sample', async () => {
    const seen: [number, number, number][] = [];
    const problem = problemOf(cubic(2), Float32Array.of(1, 2));
    for await (const each of smoothGrad(gradient, { samples: 4 }).refine(problem)) {
      const estimate = flat(each);
      seen.push([estimate.samples, estimate.total, estimate.logits.length]);
      if (estimate.samples === 1) {
        expect([...estimate.standardError()!]).toEqual([Number.NaN, Number.NaN]);
        expect(estimate.relativeStandardError()).toBeNull();
      }
    }
    expect(seen).toEqual([
      [1, 4, 1],
      [2, 4, 2],
      [3, 4, 3],
      [4, 4, 4],
    ]);
  });

  it('defaults to 50 samples, 15 % noise and seed 0', async () => {
    const method = smoothGrad(gradient);
    const problem = problemOf(cubic(2), Float32Array.of(0, 2));
    expect(method).toMatchObject({ name: 'smoothgrad', seed: 0 });
    expect(method.noise!(problem)).toEqual({ level: 0.15, sigma: 0.3, space: 'input' });
    expect((await last(method, problem)).samples).toBe(50);
  });

  it('stops at once when the signal aborts, and keeps what was averaged', async () => {
    const stop = new AbortController();
    const never = fakeClassifier({
      parallel: 2,
      gradient: (tensor) => (tensor[0]! < 3 ? { gradient: tensor, logits: Float32Array.of(0) } : new Promise(() => {})),
    });
    const method = smoothGrad(gradient, { samples: 10, noise: (sample) => Float32Array.of(sample) });
    const estimates: (Estimate & TargetEstimate)[] = [];
    for await (const estimate of method.refine(problemOf(never, Float32Array.of(0), stop.signal))) {
      estimates.push(flat(estimate));
      if (estimate.samples === 3) setTimeout(() => stop.abort(), 5);
    }
    expect(estimates.at(-1)).toMatchObject({ samples: 3, total: 10 });
    expect([...estimates.at(-1)!.map()]).toEqual([1]);
  });

  it('passes the failure of a sample on', async () => {
    const failing = fakeClassifier({ gradient: () => Promise.reject(new Error('the worker ended')) });
    await expect(last(smoothGrad(gradient), problemOf(failing, Float32Array.of(1)))).rejects.toThrow(
      'the worker ended',
    );
  });
});

describe('wrapping', () => {
  const squared: Method = {
    name: 'squared',
    unit: derivative,
    recipes: gradient.recipes,
    async evaluate(problem, tensor) {
      const { findings, logits } = await gradient.evaluate(problem, tensor);
      return { findings: findings.map(({ map }) => ({ map: map.map((value) => value * value) })), logits };
    },
    refine: (problem) => refineOnce(squared, problem),
  };

  it('any method: it is evaluated at the noisy copies', async () => {
    const method = smoothGrad(squared, { samples: 2, noise: (sample) => Float32Array.of(sample, -sample) });
    expect(method.name).toBe('smoothgrad(squared)');
    const estimate = await last(method, problemOf(cubic(2), Float32Array.of(1, 2)));
    // x⁴ at 1 and 2; at 2 and 1.
    expect([...estimate.map()]).toEqual([(1 + 16) / 2, (16 + 1) / 2]);
  });

  it('itself: the inner mean is taken around the outer copy, with the σ of the photo', async () => {
    const inner = smoothGrad(squared, { samples: 2, noise: (sample) => Float32Array.of(sample) });
    const outer = smoothGrad(inner, { samples: 2, noise: (sample) => Float32Array.of(10 * sample) });
    const estimate = await last(outer, problemOf(cubic(1), Float32Array.of(0)));
    expect([...estimate.map()]).toEqual([(0 + 1 + 10 ** 4 + 11 ** 4) / 4]);
    expect(estimate.logits).toHaveLength(2);
  });
});

describe('refused', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d samples', (samples) => {
    expect(() => smoothGrad(gradient, { samples })).toThrow(RangeError);
    expect(() => smoothGrad(gradient, { samples })).toThrow(`the number of samples is ${samples}`);
  });

  it.each([-0.1, Number.NaN, Number.POSITIVE_INFINITY])('noise level %d', (level) => {
    expect(() => smoothGrad(gradient, { noise: { level } })).toThrow(`the noise level is ${level}`);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('seed %d', (seed) => {
    expect(() => smoothGrad(gradient, { seed })).toThrow(`the seed is ${seed}`);
  });
});
