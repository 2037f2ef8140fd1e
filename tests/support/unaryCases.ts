import type { GradientRule } from '@smoothgrad/autodiff';
import { type GradientCase, normalValues } from '@smoothgrad/autodiff/testing';
import type { ElementType } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect } from 'vitest';
import { gradientAt } from './gradientAt.ts';
import { anyShape } from './gradientProperty.ts';

/** One input of any shape: normal numbers, taken into the domain of an operator. */
export const unaryCases = (intoDomain = (value: number) => value, type?: ElementType): fc.Arbitrary<GradientCase> =>
  fc.tuple(anyShape(1, 4), fc.nat(999)).map(([shape, seed]) => ({
    inputs: [{ shape, values: Array.from(normalValues(shape, seed), intoDomain), ...(type && { type }) }],
  }));

/** What derivatives a rule finds at points given literally, each with the one it has; infinities and NaN are compared as such. */
export async function expectSlopes(
  rule: GradientRule,
  points: readonly (readonly [x: number, slope: number])[],
  { relative = 1e-6, type = 'float32' as ElementType, shape = [points.length] as readonly number[] } = {},
): Promise<void> {
  const found = await gradientAt(rule, { inputs: [{ shape, type, values: points.map(([x]) => x) }] });
  for (const [i, [x, slope]] of points.entries()) {
    const close = Object.is(found[i], slope) || Math.abs(found[i]! - slope) <= relative * Math.abs(slope);
    expect(close, `slope ${found[i]} at ${x} instead of ${slope}`).toBe(true);
  }
}
