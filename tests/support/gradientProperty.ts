import type { GradientRule } from '@smoothgrad/autodiff';
import {
  type CheckGradientOptions,
  type CheckSecondOrderOptions,
  checkGradient,
  checkSecondOrder,
  type GradientCase,
} from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { createTestEngine } from './testEngine.ts';

export const engine = createTestEngine();

export interface PropertyOptions extends Partial<CheckGradientOptions> {
  readonly runs?: number;
  /** How many of the cases are also differentiated twice; default 3. The largest cases are left out: differences are slow. */
  readonly secondOrder?: number;
  /** For the check of second order. */
  readonly second?: Partial<CheckSecondOrderOptions>;
}

/** `checkGradient` at seeded arbitrary shapes and attributes, and `checkSecondOrder` at a few; the failing case is shrunk. */
export async function gradientProperty(
  rule: GradientRule,
  cases: fc.Arbitrary<GradientCase>,
  { runs = 30, secondOrder = 3, second = {}, ...options }: PropertyOptions = {},
): Promise<void> {
  let twice = 0;
  const property = fc.asyncProperty(cases, fc.nat(999), async (gradientCase, seed) => {
    await checkGradient(rule, [{ seed, ...gradientCase }], { engine, ...options });
    if (twice >= secondOrder || !isSmall(gradientCase)) return;
    await checkSecondOrder(rule, { seed, ...gradientCase }, { engine, forward: options.forward, ...second });
    // Counted when it has passed: a failing case must fail again while it is shrunk.
    twice++;
  });
  await fc.assert(property, { seed: 20_170_612, numRuns: runs });
}

const isSmall = ({ inputs }: GradientCase) =>
  inputs.reduce((sum, input) => sum + (input?.shape.reduce((a, b) => a * b, 1) ?? 0), 0) <= 250;

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
