import type { GradientRule } from '@smoothgrad/autodiff';
import { type GradientCase, normalValues } from '@smoothgrad/autodiff/testing';
import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { anyShape } from './gradientProperty.ts';
import { refusal } from './refusal.ts';

/**
 * Reductions of tensors of rank 0 to 5: named axes (from either end, in any order), all, none, kept or not.
 *
 * @param values of x; default normal
 */
export function reductionCases(
  values: (shape: readonly number[], seed: number) => ArrayLike<number> = normalValues,
): fc.Arbitrary<GradientCase> {
  return anyShape(0, 5, 3).chain((shape) =>
    fc
      .record({
        axes: fc.option(fc.shuffledSubarray(shape.map((_, axis) => axis)), { nil: undefined }),
        fromEnd: fc.boolean(),
        keep: fc.constantFrom(undefined, 0, 1),
        noop: fc.boolean(),
        seed: fc.nat(999),
      })
      .map(({ axes, fromEnd, keep, noop, seed }) => ({
        inputs: [
          { shape, values: values(shape, seed) },
          axes && {
            shape: [axes.length],
            type: 'int64' as const,
            constant: true,
            values: axes.map((axis) => (fromEnd ? axis - shape.length : axis)),
          },
        ],
        attributes: {
          ...(keep !== undefined && { keepdims: int(keep) }),
          ...(noop && { noop_with_empty_axes: int(1) }),
        },
        seed,
      })),
  );
}

/** Axes as a constant input. */
export const axesInput = (...axes: readonly number[]) => ({
  shape: [axes.length],
  type: 'int64' as const,
  constant: true,
  values: axes,
});

/** What is said of axes that only the run would tell, and of the same axes as a constant. */
export function refusalOfAxes(rule: GradientRule): { unknown: string | undefined; constant: string | undefined } {
  const x = { name: 'x', type: 'float32' as const, shape: [2, 3] };
  const axes = { name: 'axes', type: 'int64' as const, shape: [1] };
  const refusalCase = { inputs: [x, axes], output: { ...x, name: 'y', shape: [1, 3] } };
  return {
    unknown: refusal(rule, refusalCase),
    constant: refusal(rule, { ...refusalCase, integers: { axes: [0] } }),
  };
}
