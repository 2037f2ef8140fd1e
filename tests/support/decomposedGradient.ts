import type { GradientCase } from '@smoothgrad/autodiff/testing';
import type fc from 'fast-check';
import type { Forward } from '../../packages/autodiff/src/testing/tensor.ts';
import { gradientProperty, type PropertyOptions } from './gradientProperty.ts';

/**
 * Holds the gradient of an operator that is decomposed to central differences of a float64 forward, once and twice
 * differentiated. The operator itself has no rule.
 */
export async function expectDecomposedGradient(
  op: string,
  cases: fc.Arbitrary<GradientCase>,
  forward: Forward,
  options: PropertyOptions = {},
): Promise<void> {
  const rule = { op, refuse: () => 'it was not decomposed', backward: () => [] };
  await gradientProperty(rule, cases, { runs: 15, forward, ...options });
}
