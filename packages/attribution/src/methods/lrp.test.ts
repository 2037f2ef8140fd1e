import { preparePhoto, preset } from '@smoothgrad/image';
import { afterAll, describe, expect, it } from 'vitest';
import { largestDifference } from '../../../../tests/support/compare.ts';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { oneHot } from '../../../../tests/support/models.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { openClassifier } from '../classifier/classifier.ts';
import { smoothGrad } from '../smoothing/smoothGrad.ts';
import { BaselineError } from './baselines.ts';
import { MethodMismatchError } from './errors.ts';
import { type LrpOptions, lrp } from './lrp.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const side = 2;
const size = 3 * side * side;
const classes = 3;
const table = numbers(size * classes, 5);
const bias = numbers(classes, 6);
const tensor = numbers(size, 8);
const image = { x: [1, 3, side, side] };
const constants = [weights('w', [size, classes], 5), weights('b', [classes], 6)];

const linear = modelOf({
  inputs: image,
  nodes: [node('Flatten', ['x'], ['flat']), node('Gemm', ['flat', 'w', 'b'], ['y'])],
  outputs: ['y'],
  constants,
});

/** Two layers with a bend, so that one rule is not another. */
const deep = modelOf({
  inputs: image,
  nodes: [
    node('Flatten', ['x'], ['flat']),
    node('Gemm', ['flat', 'v', 'a'], ['h']),
    node('Relu', ['h'], ['r']),
    node('Gemm', ['r', 'u', 'b'], ['y']),
  ],
  outputs: ['y'],
  constants: [weights('v', [size, 8], 11), weights('a', [8], 12), weights('u', [8, classes], 13), constants[1]!],
});

/** One map a target, the facts of each and the logits. */
async function explain(model: typeof linear, options: LrpOptions, cotangents: readonly Float32Array[], photo = {}) {
  const method = lrp(options);
  const classifier = await openClassifier(model, engine, { recipe: method.recipes(cotangents.length)[0] });
  const problem = { classifier, tensor, cotangents, ...photo };
  const { findings, logits } = await method.evaluate(problem, problem.tensor);
  await classifier.close();
  return { findings, logits };
}

const contribution = (i: number, c: number) => tensor[i]! * table[i * classes + c]!;
const indices = Array.from({ length: size }, (_, i) => i);

describe('of a linear network', () => {
  it('ε: what each element contributes to the logit; the gap is the bias', async () => {
    const { findings, logits } = await explain(linear, { composite: 'epsilon' }, [oneHot(classes, 1)]);
    const [{ map, facts }] = findings as [(typeof findings)[0]];
    const expected = indices.map((i) => contribution(i, 1));
    expect(largestDifference(map, expected)).toBeLessThanOrEqual(1e-5);
    expect(facts!.gap).toBeCloseTo(bias[1]!, 5);
    expect(facts!.relativeGap).toBeCloseTo(Math.abs(bias[1]! / logits[1]!), 5);
    expect(facts!.composite).toBe('epsilon');
  });

  it('by default the first layer is flat: equal parts, nothing is lost', async () => {
    const { findings, logits } = await explain(linear, {}, [oneHot(classes, 2)]);
    const expected = indices.map(() => logits[2]! / size);
    expect(largestDifference(findings[0]!.map, expected)).toBeLessThanOrEqual(1e-5);
    expect(findings[0]!.facts).toMatchObject({ composite: 'epsilon-plus-flat' });
    expect(findings[0]!.facts!.gap).toBeCloseTo(0, 5);
  });

  it('epsilon-gamma-box: by the distance to prepared black and white', async () => {
    const spec = { layout: 'NCHW', channels: 'RGB', height: side, width: side } as const;
    const data = Uint8Array.from({ length: size }, (_, i) => 20 * i);
    const recipe = { ...preset('torchvision', side), resize: { mode: 'none' } as const };
    const [mean, std] = [
      [0.4, 0.5, 0.6],
      [0.2, 0.25, 0.5],
    ];
    const photo = preparePhoto({ width: side, height: side, channels: 3, data }, { ...recipe, mean, std }, spec);
    const { findings, logits } = await explain(linear, { composite: 'epsilon-gamma-box' }, [oneHot(classes, 0)], {
      photo,
      tensor: photo.tensor,
    });
    const terms = indices.map((i) => {
      const c = Math.floor(i / (side * side));
      const [low, high] = [-mean[c]! / std[c]!, (1 - mean[c]!) / std[c]!];
      const w = table[i * classes]!;
      return (photo.tensor[i]! - (w > 0 ? low : high)) * w;
    });
    const total = terms.reduce((a, b) => a + b, 0);
    const expected = terms.map((term) => (term / total) * logits[0]!);
    expect(largestDifference(findings[0]!.map, expected)).toBeLessThanOrEqual(1e-5);
    expect(findings[0]!.facts).toMatchObject({ bounds: 'black and white' });
  });

  it('epsilon-gamma-box is refused without a photo', async () => {
    const explained = explain(linear, { composite: 'epsilon-gamma-box' }, [oneHot(classes, 0)]);
    await expect(explained).rejects.toThrow(BaselineError);
    await expect(explained).rejects.toThrow(/take another composite/);
  });
});

describe('several scores', () => {
  it.each(['epsilon', 'gamma', 'alpha-beta', 'epsilon-plus-flat'] as const)(
    'in one pass are those of one pass each; a contrast is their difference: %s',
    async (composite) => {
      const contrast = Float32Array.of(1, -1, 0);
      const cotangents = [oneHot(classes, 0), oneHot(classes, 1), contrast];
      const together = (await explain(deep, { composite }, cotangents)).findings;
      for (const [k, cotangent] of cotangents.entries()) {
        const alone = (await explain(deep, { composite }, [cotangent])).findings[0]!;
        expect(largestDifference(together[k]!.map, alone.map)).toBeLessThanOrEqual(1e-5);
      }
      const [a, b, difference] = together.map(({ map }) => map);
      expect(
        largestDifference(
          a!.map((value, i) => value - b![i]!),
          difference!,
        ),
      ).toBeLessThanOrEqual(1e-5);
    },
  );
});

it('smoothed, it is averaged with its gap', async () => {
  const method = smoothGrad(lrp({ composite: 'epsilon' }), { samples: 4, noise: { sigma: 0.1, space: 'input' } });
  const classifier = await openClassifier(linear, engine, { recipe: method.recipes(1)[0] });
  const estimates = method.refine({ classifier, tensor, cotangents: [oneHot(classes, 1)] });
  let gap: unknown;
  for await (const { targets } of estimates) gap = targets[0]!.facts().gap;
  expect(gap).toBeCloseTo(bias[1]!, 5);
  await classifier.close();
});

describe('is refused', () => {
  it.each([
    { epsilon: 0 },
    { epsilon: Number.NaN },
    { gamma: -1 },
    { alpha: 1, beta: 1 },
    { alpha: 0.5 },
    { beta: -0.5 },
  ])('with %o', (options) => {
    expect(() => lrp(options)).toThrow(RangeError);
  });

  it('where an operator has no rule, by name', async () => {
    const model = modelOf({
      inputs: image,
      nodes: [node('Exp', ['x'], ['e']), node('Flatten', ['e'], ['flat']), node('Gemm', ['flat', 'w', 'b'], ['y'])],
      outputs: ['y'],
      constants,
    });
    const explained = explain(model, {}, [oneHot(classes, 0)]);
    await expect(explained).rejects.toThrow(MethodMismatchError);
    await expect(explained).rejects.toThrow(/Exp 'Exp_e': relevance propagation has no rule/);
  });

  it('for probabilities: relevance starts from logits', async () => {
    const opened = openClassifier(linear, engine, { score: 'probability', recipe: lrp().recipes(1)[0] });
    await expect(opened).rejects.toThrow(/--score logit/);
  });
});

it('a graph has a name of its own for every parameter', () => {
  const variants: readonly LrpOptions[] = [
    {},
    { composite: 'epsilon' },
    { epsilon: 1e-9 },
    { gamma: 0.5 },
    { alpha: 3 },
    { beta: 0.5 },
  ];
  const names = variants.flatMap((options) => [1, 2].map((targets) => lrp(options).recipes(targets)[0]!.name));
  expect(new Set(names).size).toBe(names.length);
});
