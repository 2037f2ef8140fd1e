import { describe, expect, it } from 'vitest';
import { normalNumbers } from '../random/normalNumbers.ts';
import { conditionalGaussian } from './conditionalGaussian.ts';

/** A chain x_{i+1} = ρ x_i + …, of variance 1: the covariance is ρ^|i − k|. */
const rho = 0.8;
const length = 6;
const chain = {
  mean: Float64Array.from({ length }, (_, i) => i),
  covariance: Float64Array.from(
    { length: length ** 2 },
    (_, i) => rho ** Math.abs(Math.floor(i / length) - (i % length)),
  ),
};

describe('conditionalGaussian', () => {
  it('the middle of a chain: mean ρ/(1 + ρ²) (a + b), variance (1 − ρ²)/(1 + ρ²)', () => {
    const { mean, draw } = conditionalGaussian(chain, [2], [0, 1, 3, 4, 5]);
    // Deviations of −1 and 2.5 beside it; those further away do not matter.
    const given = [100, 0, 5.5, -7, 9];
    const expected = 2 + (rho / (1 + rho ** 2)) * (-1 + 2.5);
    expect(mean(given)[0]).toBeCloseTo(expected, 10);
    const deviation = Math.sqrt((1 - rho ** 2) / (1 + rho ** 2));
    expect(draw(given, [1])[0]).toBeCloseTo(expected + deviation, 10);
    expect(draw(given, [-2])[0]).toBeCloseTo(expected - 2 * deviation, 10);
  });

  it('draws have the closed-form mean and covariance: two ends of a chain', () => {
    // Given x_1 = a: x_2 = ρ a + √(1 − ρ²) e, x_3 = ρ x_2 + √(1 − ρ²) e′, in deviations from the mean.
    const { draw } = conditionalGaussian(chain, [3, 2], [1]);
    const a = 1.3;
    const [mean3, mean2] = [3 + rho ** 2 * a, 2 + rho * a];
    const [variance3, variance2, covariance] = [1 - rho ** 4, 1 - rho ** 2, rho * (1 - rho ** 2)];
    const n = 20_000;
    const normals = normalNumbers(2 * n, { stream: 3, seed: 1, draw: 0 });
    const draws = Array.from({ length: n }, (_, k) => draw([1 + a], normals.subarray(2 * k, 2 * k + 2)));
    const average = (f: (x: Float64Array) => number) => draws.reduce((sum, x) => sum + f(x), 0) / n;
    // Four standard errors each: of a mean √(v/n), of a variance √(2/n) v, of a covariance √((v v′ + c²)/n).
    const near = (value: number, expected: number, error: number) =>
      expect(Math.abs(value - expected)).toBeLessThan(4 * error);
    near(
      average((x) => x[0]!),
      mean3,
      Math.sqrt(variance3 / n),
    );
    near(
      average((x) => x[1]!),
      mean2,
      Math.sqrt(variance2 / n),
    );
    near(
      average((x) => (x[0]! - mean3) ** 2),
      variance3,
      Math.sqrt(2 / n) * variance3,
    );
    near(
      average((x) => (x[1]! - mean2) ** 2),
      variance2,
      Math.sqrt(2 / n) * variance2,
    );
    const error = Math.sqrt((variance2 * variance3 + covariance ** 2) / n);
    near(
      average((x) => (x[0]! - mean3) * (x[1]! - mean2)),
      covariance,
      error,
    );
  });

  it('without anything given it is the distribution itself', () => {
    const { mean, draw } = conditionalGaussian(chain, [4, 1], []);
    expect([...mean([])]).toEqual([4, 1]);
    // L of [[1, ρ³], [ρ³, 1]].
    const second = 1 + rho ** 3 + Math.sqrt(1 - rho ** 6);
    expect(draw([], [1, 1])[0]).toBeCloseTo(5, 12);
    expect(draw([], [1, 1])[1]).toBeCloseTo(second, 12);
  });
});
