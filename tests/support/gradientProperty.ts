import type { GradientRule } from '@smoothgrad/autodiff';
import { type CheckGradientOptions, checkGradient, type GradientCase } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { createTestEngine } from './testEngine.ts';

export const engine = createTestEngine();

/** `checkGradient` at seeded arbitrary shapes and attributes; the failing case is shrunk. */
export async function gradientProperty(
  rule: GradientRule,
  cases: fc.Arbitrary<GradientCase>,
  { runs = 30, ...options }: { runs?: number } & Partial<CheckGradientOptions> = {},
): Promise<void> {
  const property = fc.asyncProperty(cases, fc.nat(999), (gradientCase, seed) =>
    checkGradient(rule, [{ seed, ...gradientCase }], { engine, ...options }),
  );
  await fc.assert(property, { seed: 20_170_612, numRuns: runs });
}

/** A shape of the given rank. */
export const shapeOf = (rank: number, longest = 4): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: longest }), { minLength: rank, maxLength: rank });

export const anyShape = (minRank = 1, maxRank = 4, longest = 4): fc.Arbitrary<number[]> =>
  fc.integer({ min: minRank, max: maxRank }).chain((rank) => shapeOf(rank, longest));

/** A shape with two shapes that broadcast to it, either one possibly shorter. */
export const broadcastPair: fc.Arbitrary<{ a: number[]; b: number[] }> = anyShape(1, 4, 3).chain((shape) => {
  const side = fc
    .tuple(fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), fc.nat(shape.length))
    .map(([ones, dropped]) => shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(dropped));
  return fc.record({ a: side, b: side });
});
