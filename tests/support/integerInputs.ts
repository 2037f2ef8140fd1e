import type { CaseInput } from '@smoothgrad/autodiff/testing';
import { elementCount } from '@smoothgrad/onnx';
import fc from 'fast-check';

/** A list of integers as a constant input of a case. */
export const constantIntegers = (values: readonly number[]): CaseInput => ({
  shape: [values.length],
  type: 'int64',
  values,
  constant: true,
});

/** Integers of a given shape, constant or known only when the model runs. */
export const integersOf = (
  shape: readonly number[],
  { min, max, types = ['int64', 'int32'] }: { min: number; max: number; types?: readonly ('int64' | 'int32')[] },
): fc.Arbitrary<CaseInput> => {
  const count = elementCount(shape);
  return fc.record({
    shape: fc.constant(shape),
    type: fc.constantFrom(...types),
    values: fc.array(fc.integer({ min, max }), { minLength: count, maxLength: count }),
    constant: fc.boolean(),
  });
};

/** Index tuples, one for each element of `outer`, into axes of the given lengths; negative ones count from the end. */
export const tuplesOf = (outer: readonly number[], lengths: readonly number[]): fc.Arbitrary<CaseInput> =>
  fc
    .record({
      tuples: fc.array(fc.tuple(...lengths.map((length) => fc.integer({ min: -length, max: length - 1 }))), {
        minLength: elementCount(outer),
        maxLength: elementCount(outer),
      }),
      constant: fc.boolean(),
    })
    .map(({ tuples, constant }) => ({
      shape: [...outer, lengths.length],
      type: 'int64',
      values: tuples.flat(),
      constant,
    }));
