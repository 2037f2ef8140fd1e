import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Squeeze } from './Squeeze.ts';

test('the gradient of Squeeze has the shape of the input again, for named axes and for all', async () => {
  const cases = fc
    .record({ shape: anyShape(1, 5, 2), all: fc.boolean(), fromEnd: fc.boolean() })
    .map(({ shape, all, fromEnd }) => {
      const axes = shape.flatMap((length, axis) => (length === 1 ? [fromEnd ? axis - shape.length : axis] : []));
      const named = { shape: [axes.length], type: 'int64' as const, values: axes, constant: true };
      return { inputs: [{ shape }, all || axes.length === 0 ? undefined : named] };
    });
  await expect(gradientProperty(Squeeze, cases)).resolves.toBeUndefined();
});
