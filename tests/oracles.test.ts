import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Attribution,
  type Classifier,
  explain,
  gradient,
  normalNoise,
  openClassifier,
  smoothGrad,
} from '@smoothgrad/attribution';
import { elementCount, float32Tensor, readModel } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node, numbers } from './support/graphs.ts';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';
import { openToy } from './support/toyClassifier.ts';

/** SmoothGrad against its own limit: the expectation of the gradient over Gaussian noise, known without sampling. */
const engine = createTestEngine();
afterAll(() => engine.close());

interface Expectation {
  readonly mean: readonly number[];
  /** Of one sample. */
  readonly variance?: readonly number[] | undefined;
}

/** Every element within 4 standard errors (5 where many elements make larger deviations likely), which are right within 10 %. */
function expectConverged({ map, standardError, samples }: Attribution, { mean, variance }: Expectation) {
  const limit = mean.length <= 16 ? 4 : 5;
  const errors = standardError!;
  mean.forEach((expected, i) => {
    const scale = Math.max(1, Math.abs(expected));
    // Samples that never differ miss what happens less than once in n samples.
    const rounding = errors[i]! > 0 ? 2e-6 * scale : scale / samples;
    expect(Math.abs(map[i]! - expected), `element ${i}`).toBeLessThanOrEqual(limit * errors[i]! + rounding);
  });
  variance?.forEach((expected, i) => {
    const exact = Math.sqrt(expected / samples);
    expect(Math.abs(errors[i]! - exact), `standard error ${i}`).toBeLessThanOrEqual(0.1 * exact + 1e-7);
  });
}

const fixedSigma = (sigma: number, samples: number, length: number, seed = 0) =>
  smoothGrad(gradient, {
    samples,
    seed,
    noise: (sample) => normalNoise(seed, sample, length).map((value) => sigma * value),
  });

/** Φ by the Taylor series of erf, good to 1e-12 for |x| < 5. */
function normalDistribution(x: number): number {
  const z = x / Math.SQRT2;
  let [term, sum] = [z, z];
  for (let k = 1; k < 200; k++) {
    term *= (-z * z) / k;
    sum += term / (2 * k + 1);
  }
  return 0.5 + sum / Math.sqrt(Math.PI);
}

describe('closed forms, through a whole classifier', () => {
  const k = 5;
  const tensor = Float32Array.of(0.3, -0.6, 1.1, -0.2, 0.8);
  const range = 1.1 + 0.6;
  const samples = 5000;

  const open = (
    between: ReturnType<typeof node>[],
    last: string,
    columns: number[],
    constants = [],
  ): Promise<Classifier> =>
    openClassifier(
      modelOf({
        inputs: { x: ['N', 1, 1, k] },
        nodes: [node('Flatten', ['x'], ['flat']), ...between, node('MatMul', [last, 'sum'], ['y'])],
        outputs: ['y'],
        constants: [...constants, float32Tensor('sum', [columns.length, 1], columns)],
      }),
      engine,
    );
  const smooth = async (classifier: Classifier, sigma: number) => {
    const method = smoothGrad(gradient, { samples, noise: { level: sigma / range } });
    const result = await explain(classifier, { tensor }, { method });
    expect(result.noise!.sigma).toBeCloseTo(sigma, 6);
    await classifier.close();
    return result;
  };

  it('x²: mean 2x, variance 4σ²', async () => {
    const classifier = await open([node('Mul', ['flat', 'flat'], ['s'])], 's', [1, 1, 1, 1, 1]);
    expectConverged(await smooth(classifier, 0.4), {
      mean: [...tensor].map((x) => 2 * x),
      variance: new Array(k).fill(4 * 0.4 ** 2),
    });
  });

  it('sin: mean cos(x)·exp(−σ²/2)', async () => {
    const sigma = 0.9;
    const classifier = await open([node('Sin', ['flat'], ['s'])], 's', [1, 1, 1, 1, 1]);
    const mean = [...tensor].map((x) => Math.cos(x) * Math.exp((-sigma * sigma) / 2));
    // E cos² = (1 + E cos 2x)/2.
    const square = (x: number) => (1 + Math.cos(2 * x) * Math.exp(-2 * sigma * sigma)) / 2;
    expectConverged(await smooth(classifier, sigma), {
      mean,
      variance: [...tensor].map((x, i) => square(x) - mean[i]! ** 2),
    });
  });

  it('a linear network has no noise at all', async () => {
    const weights = [1, -2, 3, 0.5, 0];
    const result = await smooth(await open([], 'flat', weights), 0.7);
    expect([...result.map]).toEqual(weights);
    expect(result.standardError!.every((value) => value === 0)).toBe(true);
    expect(result.relativeStandardError).toBe(0);
  });

  it('one hidden ReLU layer: mean_i = Σ_j v_j W_ji Φ((W_j·x + b_j)/(σ|W_j|))', async () => {
    const sigma = 0.5;
    const hidden = 8;
    const matrix = numbers(hidden * k, 2); // [k, hidden]
    const [bias, outer] = [numbers(hidden, 3, 0.3), numbers(hidden, 4)];
    const classifier = await openClassifier(
      modelOf({
        inputs: { x: [1, 1, 1, k] },
        nodes: [
          node('Flatten', ['x'], ['flat']),
          node('Gemm', ['flat', 'W', 'b'], ['z']),
          node('Relu', ['z'], ['r']),
          node('MatMul', ['r', 'v'], ['y']),
        ],
        outputs: ['y'],
        constants: [
          float32Tensor('W', [k, hidden], matrix),
          float32Tensor('b', [hidden], bias),
          float32Tensor('v', [hidden, 1], outer),
        ],
      }),
      engine,
    );
    const unit = (j: number) => Array.from({ length: k }, (_, i) => matrix[i * hidden + j]!);
    const isOn = Array.from({ length: hidden }, (_, j) => {
      const z = unit(j).reduce((sum, w, i) => sum + w * tensor[i]!, bias[j]!);
      return normalDistribution(z / (sigma * Math.hypot(...unit(j))));
    });
    const mean = Array.from({ length: k }, (_, i) => isOn.reduce((sum, p, j) => sum + outer[j]! * unit(j)[i]! * p, 0));
    expectConverged(await smooth(classifier, sigma), { mean });
  });

  it('one ReLU: a Bernoulli variable of variance (vW_i)² p(1 − p)', async () => {
    const sigma = 0.8;
    const row = [0.4, -0.7, 0.2, 0.9, -0.1];
    const between = [node('MatMul', ['flat', 'W'], ['z']), node('Relu', ['z'], ['r'])];
    const classifier = await openClassifier(
      modelOf({
        inputs: { x: [1, 1, 1, k] },
        nodes: [node('Flatten', ['x'], ['flat']), ...between, node('MatMul', ['r', 'v'], ['y'])],
        outputs: ['y'],
        constants: [float32Tensor('W', [k, 1], row), float32Tensor('v', [1, 1], [3])],
      }),
      engine,
    );
    const z = row.reduce((sum, w, i) => sum + w * tensor[i]!, 0);
    const p = normalDistribution(z / (sigma * Math.hypot(...row)));
    expectConverged(await smooth(classifier, sigma), {
      mean: row.map((w) => 3 * w * p),
      variance: row.map((w) => (3 * w) ** 2 * p * (1 - p)),
    });
  });

  it('the relative standard error predicts the distance to the limit', async () => {
    const sigma = 0.9;
    const length = 40;
    const x = numbers(length, 9, 2);
    const classifier = await openClassifier(
      modelOf({
        inputs: { x: [1, 1, 4, 10] },
        nodes: [node('Flatten', ['x'], ['flat']), node('Sin', ['flat'], ['s']), node('MatMul', ['s', 'sum'], ['y'])],
        outputs: ['y'],
        constants: [float32Tensor('sum', [length, 1], new Float32Array(length).fill(1))],
      }),
      engine,
    );
    const limit = [...x].map((value) => Math.cos(value) * Math.exp((-sigma * sigma) / 2));
    const norm = limit.reduce((sum, value) => sum + value * value, 0);
    for (const n of [5, 20]) {
      let [actual, predicted] = [0, 0];
      const seeds = 60;
      for (let seed = 0; seed < seeds; seed++) {
        const result = await explain(classifier, { tensor: x }, { method: fixedSigma(sigma, n, length, seed) });
        actual += result.map.reduce((sum, value, i) => sum + (value - limit[i]!) ** 2, 0) / norm / seeds;
        predicted += result.relativeStandardError! ** 2 / seeds;
      }
      expect(Math.sqrt(predicted / actual), `n = ${n}`).toBeGreaterThan(0.9);
      expect(Math.sqrt(predicted / actual), `n = ${n}`).toBeLessThan(1.1);
    }
    await classifier.close();
  });
});

const toys = sharedPath('golden', 'toy');

interface Toy {
  readonly input: unknown;
  readonly target: number;
  readonly expected: {
    readonly gradient?: unknown;
    readonly smoothGradExact?: { readonly sigma: number; readonly mean: unknown; readonly variance?: unknown };
  };
}

/** Nested lists of numbers as one list, and their shape. */
function flatten(nested: unknown): { values: number[]; shape: number[] } {
  const shape: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  return { values: (nested as number[]).flat(Number.POSITIVE_INFINITY) as number[], shape };
}

describe.skipIf(toys === undefined)('toy networks beside the clone', () => {
  const files = toys === undefined ? [] : readdirSync(toys).filter((name) => name.endsWith('.json'));
  const read = (name: string) => JSON.parse(readFileSync(join(toys!, name), 'utf8')) as Toy;

  it.each(files.filter((name) => read(name).expected.smoothGradExact))('%s', async (name) => {
    const { input, target, expected } = read(name);
    const { sigma, mean, variance } = expected.smoothGradExact!;
    const { values, shape } = flatten(input);
    const [rows, rest] = [shape[0]!, [1, ...shape.slice(1)]];
    const length = elementCount(rest);
    const source = readModel(readFileSync(join(toys!, name.replace('.json', '.onnx'))), 'toy.onnx');
    const classifier = await openToy(source, engine, rest);
    const row = (nested: unknown, n: number) => nested && flatten(nested).values.slice(n * length, (n + 1) * length);
    for (let n = 0; n < rows; n++) {
      const tensor = Float32Array.from(values.slice(n * length, (n + 1) * length));
      const method = fixedSigma(sigma, 4000, length, n);
      const result = await explain(classifier, { tensor }, { method, target });
      expectConverged(result, {
        mean: row(mean, n) as number[],
        variance: row(variance, n) as number[] | undefined,
      });
      if (length > 16) expectChiSquare(result, row(mean, n) as number[]);
    }
    await classifier.close();
  });
});

/** The mean of the squared deviations in standard errors is 1, within what dependent elements allow. */
function expectChiSquare({ map, standardError }: Attribution, mean: readonly number[]) {
  const squares = mean.map((expected, i) => ((map[i]! - expected) / standardError![i]!) ** 2);
  const average = squares.reduce((a, b) => a + b, 0) / squares.length;
  expect(average).toBeGreaterThan(0.4);
  expect(average).toBeLessThan(2);
}
