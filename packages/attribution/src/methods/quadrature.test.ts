import { describe, expect, it } from 'vitest';
import { type QuadratureRule, quadrature, quadratureRules } from './quadrature.ts';

const integral = (rule: QuadratureRule, n: number, f: (alpha: number) => number) =>
  quadrature(rule, n).reduce((sum, { alpha, weight }) => sum + weight * f(alpha), 0);

describe('quadrature', () => {
  it.each(quadratureRules)('%s: weights sum to 1, points lie in [0, 1] and ascend', (rule) => {
    for (const n of [2, 3, 4, 17, 50, 200]) {
      const points = quadrature(rule, n);
      expect(points).toHaveLength(n);
      expect(Math.abs(integral(rule, n, () => 1) - 1)).toBeLessThan(1e-13);
      points.forEach(({ alpha }, k) => {
        expect(alpha).toBeGreaterThanOrEqual(0);
        expect(alpha).toBeLessThanOrEqual(1);
        if (k > 0) expect(alpha).toBeGreaterThan(points[k - 1]!.alpha);
      });
    }
  });

  it('trapezoid of 4 points', () => {
    const points = quadrature('trapezoid', 4);
    expect(points.map(({ alpha }) => alpha)).toEqual([0, 1 / 3, 2 / 3, 1]);
    [1 / 6, 1 / 3, 1 / 3, 1 / 6].forEach((weight, k) => {
      expect(points[k]!.weight).toBeCloseTo(weight, 15);
    });
  });

  it('left, right and middle of 4 parts', () => {
    const alphas = (rule: QuadratureRule) => quadrature(rule, 4).map(({ alpha }) => alpha);
    expect(alphas('left')).toEqual([0, 0.25, 0.5, 0.75]);
    expect(alphas('right')).toEqual([0.25, 0.5, 0.75, 1]);
    expect(alphas('middle')).toEqual([0.125, 0.375, 0.625, 0.875]);
    expect(quadrature('middle', 4).every(({ weight }) => weight === 0.25)).toBe(true);
  });

  /** Abramowitz and Stegun, table 25.4: the nodes x ≥ 0 on [−1, 1], and their weights. */
  const published: readonly [number, readonly (readonly [number, number])[]][] = [
    [1, [[0, 2]]],
    [2, [[0.577350269189626, 1]]],
    [
      5,
      [
        [0, 0.568888888888889],
        [0.538469310105683, 0.478628670499366],
        [0.906179845938664, 0.236926885056189],
      ],
    ],
    [
      10,
      [
        [0.148874338981631, 0.295524224714753],
        [0.433395394129247, 0.269266719309996],
        [0.679409568299024, 0.219086362515982],
        [0.865063366688985, 0.149451349150581],
        [0.973906528517172, 0.066671344308688],
      ],
    ],
  ];

  it.each(published)('Gauss-Legendre of %i points is the published one', (n, nodes) => {
    const points = quadrature('gauss-legendre', n);
    const upper = points.slice(-nodes.length);
    const lower = points.slice(0, nodes.length).toReversed();
    nodes.forEach(([x, w], k) => {
      expect(Math.abs(upper[k]!.alpha - (1 + x) / 2)).toBeLessThan(1e-15);
      expect(Math.abs(lower[k]!.alpha - (1 - x) / 2)).toBeLessThan(1e-15);
      expect(Math.abs(upper[k]!.weight - w / 2)).toBeLessThan(1e-15);
      expect(Math.abs(lower[k]!.weight - w / 2)).toBeLessThan(1e-15);
    });
  });

  it('n points of Gauss-Legendre are exact up to degree 2n − 1, and no further', () => {
    for (const n of [1, 2, 3, 6, 10]) {
      for (let degree = 0; degree < 2 * n; degree++) {
        expect(integral('gauss-legendre', n, (x) => x ** degree)).toBeCloseTo(1 / (degree + 1), 14);
      }
      expect(Math.abs(integral('gauss-legendre', n, (x) => x ** (2 * n)) - 1 / (2 * n + 1))).toBeGreaterThan(1e-13);
    }
  });

  it.each([0, -1, 2.5, Number.NaN])('refuses %d steps', (n) => {
    expect(() => quadrature('middle', n)).toThrow('must be a whole number ≥ 1');
  });

  it('refuses a trapezoid of one point and rules it does not know', () => {
    expect(() => quadrature('trapezoid', 1)).toThrow('at least 2 steps');
    expect(() => quadrature('simpson' as 'left', 4)).toThrow('gauss-legendre, trapezoid, left, right, middle');
  });
});
