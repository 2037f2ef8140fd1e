import { float32Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { openClassifier } from '../classifier/classifier.ts';
import { gradientRecipe } from '../classifier/gradientRecipe.ts';
import { explain } from '../explain.ts';
import { smoothGrad } from '../smoothing/smoothGrad.ts';
import { BaselineError } from './baselines.ts';
import { type IntegratedGradientsOptions, integratedGradients } from './integratedGradients.ts';
import type { Estimate, Method, Problem } from './method.ts';
import { type QuadratureRule, quadratureRules } from './quadrature.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const x = Float32Array.of(1.5, -0.5, 2);
const baseline = Float32Array.of(0.5, 0.5, -1);

/** S_0 = Σ a_i x_i^p and S_1 = Σ x_i. */
const factors = [2, -3, 0.5];
function powers(p: number) {
  const points: number[][] = [];
  const classifier = fakeClassifier({
    width: 3,
    classes: 2,
    gradient(point, cotangent) {
      points.push([...point]);
      const slope = (value: number, i: number) => p * factors[i]! * value ** (p - 1);
      const logits = [
        point.reduce((sum, value, i) => sum + factors[i]! * value ** p, 0),
        point.reduce((a, b) => a + b, 0),
      ];
      return {
        gradient: point.map((value, i) => slope(value, i) * cotangent[0]! + cotangent[1]!),
        logits: Float32Array.from(logits),
      };
    },
  });
  const problem: Problem = { classifier, tensor: x, cotangents: [Float32Array.of(1, 0)] };
  return { problem, points };
}
const rises = (p: number) => factors.map((factor, i) => factor * (x[i]! ** p - baseline[i]! ** p));
const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

async function find(problem: Problem, options: IntegratedGradientsOptions) {
  const { findings, logits } = await integratedGradients({ baseline, ...options }).evaluate(problem, problem.tensor);
  return { map: [...findings[0]!.map], facts: findings[0]!.facts!, findings, logits };
}

function expectNear(actual: readonly number[], expected: readonly number[], tolerance = 2e-6) {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i]! - value), `element ${i}`).toBeLessThan(tolerance * Math.max(1, Math.abs(value)));
  });
}

describe('integrated gradients of polynomials', () => {
  it('three points of Gauss-Legendre are exact for degree 6: a (x⁶ − x′⁶)', async () => {
    const { map, facts } = await find(powers(6).problem, { steps: 3 });
    expectNear(map, rises(6));
    expect(facts).toMatchObject({ rule: 'gauss-legendre', steps: 3, baseline: 'given', multiplyByInputs: true });
    expect(Math.abs(facts.gap as number)).toBeLessThan(1e-5 * Math.abs(total(rises(6))));
    expect(facts.relativeGap).toBeLessThan(1e-5);
  });

  it('the gap is what is missing: one step from the left, (x − x′) 2a x′ for squares', async () => {
    const { map, facts } = await find(powers(2).problem, { steps: 1, rule: 'left' });
    const expected = factors.map((factor, i) => (x[i]! - baseline[i]!) * 2 * factor * baseline[i]!);
    expectNear(map, expected);
    const gap = total(expected) - total(rises(2));
    expect(facts.gap).toBeCloseTo(gap, 5);
    expect(facts.relativeGap).toBeCloseTo(Math.abs(gap / total(rises(2))), 5);
  });

  it('every rule finds a linear score: weights sum to 1', async () => {
    for (const rule of quadratureRules) expectNear((await find(powers(1).problem, { steps: 7, rule })).map, rises(1));
  });

  it('without the factor: the gradient averaged along the path, with the same gap', async () => {
    const { map, facts } = await find(powers(3).problem, { steps: 2, multiplyByInputs: false });
    expectNear(
      map,
      rises(3).map((rise, i) => rise / (x[i]! - baseline[i]!)),
    );
    expect(Math.abs(facts.gap as number)).toBeLessThan(1e-5);
    expect(integratedGradients({ multiplyByInputs: false }).unit.order).toBe(1);
    expect(integratedGradients().unit.order).toBe(0);
  });

  it('a score that does not rise has no relative gap', async () => {
    const { problem } = powers(2);
    const { facts } = await find({ ...problem, tensor: baseline }, { steps: 2 });
    expect(facts).toMatchObject({ gap: 0, relativeGap: null });
  });
});

describe('what integrated gradients run', () => {
  /** The ends are looked at once each, by the rule or for the gap. */
  it.each<[QuadratureRule, number]>([
    ['gauss-legendre', 6],
    ['middle', 6],
    ['left', 5],
    ['right', 5],
    ['trapezoid', 4],
  ])('%s with 4 steps: %i passes', async (rule, passes) => {
    const { problem, points } = powers(2);
    const { logits } = await find(problem, { steps: 4, rule });
    expect(points).toHaveLength(passes);
    const running = integratedGradients({ rule, steps: 4, baseline: 'zero' }).refine(powers(2).problem);
    expect((await running.next()).value).toMatchObject({ samples: 1, total: passes });
    expect(points.filter((point) => String(point) === String([...x]))).toHaveLength(1);
    expect(points.filter((point) => String(point) === String([...baseline]))).toHaveLength(1);
    expect(logits[1]).toBe(total([...x]));
  });

  it('has the shares beside a map without the factor, smoothed too: they are the map with it', async () => {
    const options = { baseline, steps: 2, multiplyByInputs: false, withShares: true };
    const noise = (k: number) => Float32Array.of(0.1 * k, -0.2, 0.3);
    const shares = await find(powers(3).problem, { steps: 2 });
    const { findings } = await find(powers(3).problem, options);
    expect([...findings[0]!.arrays!.shares!.data]).toEqual(shares.map);
    const smoothed = (method: Method) => smoothGrad(method, { samples: 3, noise }).evaluate(powers(3).problem, x);
    const [beside, alone] = [
      await smoothed(integratedGradients(options)),
      await smoothed(integratedGradients({ baseline, steps: 2 })),
    ];
    expect([...beside.findings[0]!.arrays!.shares!.data]).toEqual([...alone.findings[0]!.map]);
  });

  it('several targets share the passes', async () => {
    const { problem } = powers(3);
    let runs = 0;
    const { classifier } = problem;
    const counting = async (recipe: ReturnType<typeof gradientRecipe>) => {
      const program = await classifier.program(recipe);
      const run = (...args: Parameters<typeof program.run>) => {
        runs++;
        return program.run(...args);
      };
      return { ...program, run };
    };
    const cotangents = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(1, -1)];
    const { findings } = await find(
      { ...problem, classifier: { ...classifier, program: counting }, cotangents },
      { steps: 5 },
    );
    expect(runs).toBe(5);
    const second = [...x].map((value, i) => value - baseline[i]!);
    expectNear([...findings[0]!.map], rises(3));
    expectNear([...findings[1]!.map], second);
    expectNear(
      [...findings[2]!.map],
      rises(3).map((rise, i) => rise - second[i]!),
    );
    expect(integratedGradients().recipes(3)[0]!.name).toBe(gradientRecipe(3).name);
  });

  it('progress: an estimate after each pass, complete with the last', async () => {
    const { problem } = powers(2);
    const seen: [number, number, number[], boolean][] = [];
    for await (const { samples, total: all, targets } of integratedGradients({ baseline, steps: 2 }).refine(problem)) {
      seen.push([samples, all, [...targets[0]!.map()], 'gap' in targets[0]!.facts()]);
    }
    expect(seen.map(([samples]) => samples)).toEqual([1, 2, 3, 4]);
    expect(seen.every(([, all]) => all === 4)).toBe(true);
    expect(seen.map(([, , , isComplete]) => isComplete)).toEqual([false, false, false, true]);
    expectNear(seen[3]![2], rises(2));
    // Up to the first point, which has half of the weight.
    const alpha = (1 - Math.sqrt(1 / 3)) / 2;
    const there = (i: number) => baseline[i]! + alpha * (x[i]! - baseline[i]!);
    expectNear(
      seen[0]![2],
      factors.map((factor, i) => (x[i]! - baseline[i]!) * factor * there(i)),
    );
  });

  it('stops with its signal', async () => {
    const stop = new AbortController();
    const problem = { ...powers(2).problem, signal: stop.signal };
    const estimates: Estimate[] = [];
    for await (const estimate of integratedGradients({ baseline }).refine(problem)) {
      estimates.push(estimate);
      if (estimates.length === 3) stop.abort();
    }
    expect(estimates).toHaveLength(3);
    await expect(find(problem, {})).rejects.toThrow('stopped before the map was complete');
  });

  it('black by default, which a bare tensor has not', async () => {
    const { problem } = powers(2);
    await expect(integratedGradients().evaluate(problem, x)).rejects.toThrow(BaselineError);
  });

  it.each([0, 1.5])('refuses %d steps', (steps) => {
    expect(() => integratedGradients({ steps })).toThrow('whole number ≥ 1');
  });
});

describe('smoothed', () => {
  const noise = (sample: number) => Float32Array.of(...(sample === 0 ? [1, 0.5, -1] : [-2, 0.25, 3]));

  it('the copies are noisy, the baseline is clean, the factor is inside the mean', async () => {
    const { problem, points } = powers(2);
    const method = smoothGrad(integratedGradients({ baseline, steps: 3 }), { samples: 2, noise });
    let last: Estimate | undefined;
    for await (const estimate of method.refine(problem)) last = estimate;
    const expected = factors.map((factor, i) => {
      const copies = [0, 1].map((k) => x[i]! + noise(k)[i]!);
      return (factor * (copies[0]! ** 2 + copies[1]! ** 2)) / 2 - factor * baseline[i]! ** 2;
    });
    expectNear([...last!.targets[0]!.map()], expected);
    // Three steps and the copy itself, twice; the baseline once.
    expect(points).toHaveLength(2 * 4 + 1);
    expect(Math.abs(last!.targets[0]!.facts().gap as number)).toBeLessThan(1e-4);
  });
});

describe('of a probability', () => {
  it('shares add up to the rise of the probability', async () => {
    const matrix = [2, -1, 0.5, 1, -2, 0.3];
    const classifier = await openClassifier(
      modelOf({
        inputs: { x: [1, 1, 1, 3] },
        nodes: [node('Flatten', ['x'], ['flat']), node('MatMul', ['flat', 'w'], ['y'])],
        outputs: ['y'],
        constants: [float32Tensor('w', [3, 2], matrix)],
      }),
      engine,
      { score: 'probability' },
    );
    const probability = (point: Float32Array) => {
      const logit = (c: number) => point.reduce((sum, value, i) => sum + value * matrix[2 * i + c]!, 0);
      return 1 / (1 + Math.exp(logit(1) - logit(0)));
    };
    const method = integratedGradients({ baseline });
    const { map, facts } = await explain(classifier, { tensor: x }, { method, target: 0 });
    const rise = probability(x) - probability(baseline);
    expect(Math.abs(rise)).toBeGreaterThan(0.1);
    expect(map.reduce((a, b) => a + b, 0)).toBeCloseTo(rise, 5);
    expect(Math.abs(facts.gap as number)).toBeLessThan(1e-5);
    await classifier.close();
  });
});
