import { describe, expect, it } from 'vitest';
import { normalNumbers } from '../random/normalNumbers.ts';
import { ledoitWolf } from './ledoitWolf.ts';

/** scikit-learn 1.9.1, `sklearn.covariance.ledoit_wolf`. */
describe('ledoitWolf, against scikit-learn', () => {
  it('six samples of three variables', () => {
    const samples = [1, 2, 0.5, 2, 1, 0.25, 0, 3, 1, 1.5, 2.5, 0, 3, 0, 0.75, 0.5, 1, 1.25];
    const { mean, covariance, shrinkage } = ledoitWolf(Float32Array.from(samples), 3);
    expect(shrinkage).toBeCloseTo(0.4946830400602749, 12);
    [4 / 3, 19 / 12, 0.625].forEach((expected, i) => {
      expect(mean[i]).toBeCloseTo(expected, 14);
    });
    const expected = [
      [0.8522730360039033, -0.37196942884451994, -0.09474692998869846],
      [-0.37196942884451994, 0.8838553460001362, -0.036846028328938296],
      [-0.09474692998869846, -0.036846028328938296, 0.4531077291070718],
    ].flat();
    expected.forEach((value, i) => {
      expect(covariance[i]).toBeCloseTo(value, 12);
    });
  });

  it('eight samples of two variables', () => {
    const samples = [
      0.126, -0.132, 0.64, 0.105, -0.536, 0.362, 1.304, 0.947, -0.704, -1.265, -0.623, 0.041, -2.325, -0.219, -1.246,
      -0.732,
    ];
    const { covariance, shrinkage } = ledoitWolf(Float32Array.from(samples), 2);
    expect(shrinkage).toBeCloseTo(0.6245649353429196, 6);
    [0.882633, 0.14089053, 0.14089053, 0.61521998].forEach((value, i) => {
      expect(covariance[i]).toBeCloseTo(value, 6);
    });
  });
});

describe('ledoitWolf', () => {
  it('finds a known covariance in many samples, over several lots', () => {
    const n = 20_000;
    const normals = normalNumbers(2 * n, { stream: 3, seed: 2, draw: 0 });
    // x = 1 + 2 a, y = a + b − 3: variances 4 and 2, covariance 2.
    const samples = Float32Array.from({ length: 2 * n }, (_, i) => {
      const [a, b] = [normals[i - (i % 2)]!, normals[i - (i % 2) + 1]!];
      return i % 2 === 0 ? 1 + 2 * a : a + b - 3;
    });
    const { mean, covariance, shrinkage } = ledoitWolf(samples, 2);
    expect(shrinkage).toBeLessThan(1e-3);
    const near = (value: number, expected: number, error: number) =>
      expect(Math.abs(value - expected)).toBeLessThan(4 * error + 2e-3 * Math.abs(expected));
    near(mean[0]!, 1, 2 / Math.sqrt(n));
    near(mean[1]!, -3, Math.sqrt(2 / n));
    near(covariance[0]!, 4, 4 * Math.sqrt(2 / n));
    near(covariance[3]!, 2, 2 * Math.sqrt(2 / n));
    near(covariance[1]!, 2, Math.sqrt((8 + 4) / n));
    expect(covariance[2]).toBe(covariance[1]);
  });

  it('samples that are all alike have no variance', () => {
    const { covariance, shrinkage } = ledoitWolf(new Float32Array(12).fill(3), 3);
    expect(shrinkage).toBe(1);
    expect(covariance.every((value) => value === 0)).toBe(true);
  });
});
