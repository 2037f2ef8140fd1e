import { describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import { numbers } from '../../../../tests/support/graphs.ts';
import type { Estimate, Problem } from './method.ts';
import { type OcclusionOptions, occlusion } from './occlusion.ts';

const [height, width, channels] = [5, 7, 3] as const;
const length = height * width * channels;
const tensor = numbers(length, 3);
const slopes = numbers(length, 4);

/** S = Σ w x, and −S. */
function problemOf(layout: 'NCHW' | 'NHWC', kind: 'logit' | 'probability' = 'logit', parallel = 1): Problem {
  const classifier = fakeClassifier({
    layout,
    channels,
    height,
    width,
    classes: 2,
    parallel,
    gradient(point) {
      const score = point.reduce((sum, value, i) => sum + slopes[i]! * value, 0);
      return { gradient: new Float32Array(length), logits: Float32Array.of(score, -score) };
    },
  });
  const scores = { ...classifier.scores, kind };
  return { classifier: { ...classifier, scores }, tensor, cotangents: [Float32Array.of(1, 0)] };
}

/** Where pixel (row, column) of a channel lies. */
const at = (layout: 'NCHW' | 'NHWC', channel: number, row: number, column: number) =>
  layout === 'NCHW' ? (channel * height + row) * width + column : (row * width + column) * channels + channel;

/** What hiding one pixel takes from a linear score. */
function drop(layout: 'NCHW' | 'NHWC', row: number, column: number, fill: number): number {
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) {
    const i = at(layout, channel, row, column);
    sum += slopes[i]! * (tensor[i]! - fill);
  }
  return sum;
}

/** The definition, pixel by pixel: the mean over starts of windows that cover it. */
function expectedAt(
  layout: 'NCHW' | 'NHWC',
  [row, column]: [number, number],
  window: number,
  stride: number,
  fill: number,
) {
  const starts = (side: number) =>
    Array.from({ length: Math.ceil((side - window) / stride) + 1 }, (_, k) => k * stride);
  const values: number[] = [];
  for (const top of starts(height)) {
    for (const left of starts(width)) {
      if (row < top || row >= top + window || column < left || column >= left + window) continue;
      let sum = 0;
      for (let r = top; r < Math.min(top + window, height); r++) {
        for (let c = left; c < Math.min(left + window, width); c++) sum += drop(layout, r, c, fill);
      }
      values.push(sum);
    }
  }
  return values.reduce((a, b) => a + b, 0) / values.length;
}

async function mapOf(problem: Problem, options: OcclusionOptions) {
  return (await occlusion(options).evaluate(problem, problem.tensor)).findings[0]!;
}

describe('occlusion of a linear score', () => {
  it.each([
    ['NCHW', 2, 1, 0],
    ['NHWC', 2, 1, 0],
    ['NCHW', 3, 2, 0.5],
    ['NHWC', 3, 3, -1],
    ['NHWC', 1, 1, 0],
  ] as const)('%s, window %i, stride %i, fill %d', async (layout, window, stride, fill) => {
    const { map } = await mapOf(problemOf(layout), { window, stride, fill });
    expect(map).toHaveLength(length);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const expected = expectedAt(layout, [row, column], window, stride, fill);
        for (let channel = 0; channel < channels; channel++) {
          expect(Math.abs(map[at(layout, channel, row, column)]! - expected)).toBeLessThan(1e-5);
        }
      }
    }
  });

  it('a window as large as the image: S(x) − S(fill) everywhere', async () => {
    const { map, facts } = await mapOf(problemOf('NCHW'), { window: [height, width], stride: 1 });
    const score = tensor.reduce((sum, value, i) => sum + slopes[i]! * value, 0);
    expect(map.every((value) => Math.abs(value - score) < 1e-5)).toBe(true);
    expect(facts).toEqual({ window: [5, 7], stride: [1, 1], fill: 'zero' });
  });

  it('a given tensor hides as well', async () => {
    const fill = tensor.map((value, i) => (i === at('NCHW', 1, 2, 3) ? 0 : value));
    const { map } = await mapOf(problemOf('NCHW'), { window: 1, stride: 1, fill });
    const place = at('NCHW', 1, 2, 3);
    expect(map[place]).toBeCloseTo(slopes[place]! * tensor[place]!, 5);
    expect(map[at('NCHW', 0, 2, 2)]).toBe(0);
  });

  it('of a probability', async () => {
    const { map } = await mapOf(problemOf('NCHW', 'probability'), { window: [height, width], stride: 5 });
    const score = tensor.reduce((sum, value, i) => sum + slopes[i]! * value, 0);
    expect(map[0]).toBeCloseTo(1 / (1 + Math.exp(-2 * score)) - 1 / 2, 6);
  });
});

describe('probes', () => {
  it('all targets are looked at by the same, and progress counts them', async () => {
    const problem = { ...problemOf('NCHW', 'logit', 3), cotangents: [Float32Array.of(1, 0), Float32Array.of(0, 1)] };
    let logits = 0;
    const counted: Problem = {
      ...problem,
      classifier: {
        ...problem.classifier,
        program: async (recipe) => {
          expect(recipe.name).toBe('forward');
          const program = await problem.classifier.program(recipe);
          const count = (point: Float32Array) => {
            logits++;
            return program.logits(point);
          };
          return { ...program, logits: count };
        },
      },
    };
    const method = occlusion({ window: 3, stride: 2 });
    const estimates: Estimate[] = [];
    let first: number[] = [];
    for await (const estimate of method.refine(counted)) {
      estimates.push(estimate);
      if (estimates.length === 1) first = [...estimate.targets[0]!.map()];
    }
    // Two rows of windows of three, and the image itself.
    expect(logits).toBe(7);
    expect(estimates.map(({ samples, total }) => [samples, total])).toEqual([1, 2, 3, 4, 5, 6, 7].map((k) => [k, 7]));
    expect(first.every((value) => value === 0)).toBe(true);
    const [one, other] = estimates.at(-1)!.targets.map((target) => target.map());
    expect(one!.some((value) => value !== 0)).toBe(true);
    expect([...other!]).toEqual([...one!].map((value) => 0 - value));
  });

  it.each([
    [{ window: 3, stride: 4 }, 'leaves gaps'],
    [{ window: 0 }, 'the window is 0'],
    [{ fill: Number.NaN }, 'the fill is NaN'],
  ])('refuses %j', (options, message) => {
    expect(() => occlusion(options)).toThrow(message);
  });

  it('refuses windows larger than the image, and fills made of pixels without a photo', async () => {
    await expect(mapOf(problemOf('NCHW'), {})).rejects.toThrow('a window of 32x32 pixels is larger than');
    await expect(mapOf(problemOf('NCHW'), { window: 2, stride: 2, fill: 'mean' })).rejects.toThrow("take 'zero'");
  });
});
