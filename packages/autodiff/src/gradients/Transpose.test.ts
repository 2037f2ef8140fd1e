import { ints } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Transpose } from './Transpose.ts';

test('the gradient of Transpose agrees with central differences for any permutation, also the default', async () => {
  const cases = anyShape(1, 5, 3).chain((shape) => {
    const axes = shape.map((_, axis) => axis);
    const permutations = fc.shuffledSubarray(axes, { minLength: axes.length });
    return fc.option(permutations, { nil: undefined }).map((permutation) => ({
      inputs: [{ shape }],
      ...(permutation && { attributes: { perm: ints(permutation) } }),
    }));
  });
  await expect(gradientProperty(Transpose, cases, { runs: 40 })).resolves.toBeUndefined();
});
