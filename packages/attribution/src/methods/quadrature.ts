/** Where a function on [0, 1] is evaluated, and how much each value counts: ∫f ≈ Σ weight · f(alpha). */
export interface QuadraturePoint {
  readonly alpha: number;
  readonly weight: number;
}

/**
 * Riemann sums over n equal parts, evaluated at their left or right end or in their middle; the trapezoid rule over n points, both
 * ends among them; Gauss-Legendre, exact for polynomials up to degree 2n − 1, which never looks at the ends. Ascending.
 */
const rules = {
  'gauss-legendre': gaussLegendre,
  trapezoid,
  left: (n) => riemann(n, 0),
  right: (n) => riemann(n, 1),
  middle: (n) => riemann(n, 1 / 2),
} satisfies Record<string, (n: number) => QuadraturePoint[]>;

export type QuadratureRule = keyof typeof rules;

export const quadratureRules = Object.keys(rules) as readonly QuadratureRule[];

/**
 * The points of a rule, whose weights sum to 1.
 *
 * @param n how many points; at least 2 for `trapezoid`
 * @throws RangeError n is no whole number ≥ 1, or too small for the rule; the rule is unknown
 * @example quadrature('trapezoid', 4) // alpha 0, 1/3, 2/3, 1; weight 1/6, 1/3, 1/3, 1/6
 */
export function quadrature(rule: QuadratureRule, n: number): readonly QuadraturePoint[] {
  if (!Object.hasOwn(rules, rule)) {
    throw new RangeError(`there is no rule '${rule}' to integrate by; there are ${quadratureRules.join(', ')}`);
  }
  if (!Number.isSafeInteger(n) || n < 1)
    throw new RangeError(`the number of steps is ${n}; it must be a whole number ≥ 1`);
  return rules[rule](n);
}

function riemann(n: number, within: number): QuadraturePoint[] {
  return Array.from({ length: n }, (_, k) => ({ alpha: (k + within) / n, weight: 1 / n }));
}

/** Half the weight at either end; Captum gives the inner points the weight 1/n and the whole only (n − 1)/n. */
function trapezoid(n: number): QuadraturePoint[] {
  if (n < 2) throw new RangeError('the trapezoid rule needs at least 2 steps: both ends of the path are among them');
  const weightOf = (k: number) => (k === 0 || k === n - 1 ? 1 / 2 : 1) / (n - 1);
  return Array.from({ length: n }, (_, k) => ({ alpha: k / (n - 1), weight: weightOf(k) }));
}

/** Newton's iteration doubles the digits each time: from a guess good to three, six are more than enough. */
const ITERATIONS = 6;

/**
 * Nodes are the roots of the Legendre polynomial P_n, brought from [−1, 1] to [0, 1]; weights 1/((1 − x²) P′_n(x)²) there.
 * Source: Abramowitz and Stegun, 25.4.29 and 25.4.30; first guess 22.16.6.
 */
function gaussLegendre(n: number): QuadraturePoint[] {
  return Array.from({ length: n }, (_, k) => {
    let x = -Math.cos((Math.PI * (k + 3 / 4)) / (n + 1 / 2));
    for (let i = 0; i < ITERATIONS; i++) {
      const { value, slope } = legendre(n, x);
      x -= value / slope;
    }
    return { alpha: (1 + x) / 2, weight: 1 / ((1 - x * x) * legendre(n, x).slope ** 2) };
  });
}

/** P_n and its derivative by the three-term recurrence, for |x| < 1. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (before - x * value)) / (1 - x * x) };
}
