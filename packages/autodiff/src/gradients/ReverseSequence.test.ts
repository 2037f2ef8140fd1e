import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { ReverseSequence } from './ReverseSequence.ts';

test('the gradient of ReverseSequence agrees with central differences, for sequences along either axis', async () => {
  const cases = fc
    .record({
      shape: anyShape(2, 4),
      time: fc.constantFrom(undefined, 0, 1),
      constant: fc.boolean(),
      type: fc.constantFrom('float32' as const, 'float64' as const),
    })
    .chain(({ shape, time, constant, type }) => {
      const [batches, longest] = time === 1 ? [shape[0]!, shape[1]!] : [shape[1]!, shape[0]!];
      const lengths = fc.array(fc.integer({ min: 1, max: longest }), { minLength: batches, maxLength: batches });
      return lengths.map((values) => ({
        inputs: [
          { shape, type },
          { shape: [batches], type: 'int64' as const, values, constant },
        ],
        ...(time !== undefined && { attributes: { time_axis: int(time), batch_axis: int(1 - time) } }),
      }));
    });
  await expect(gradientProperty(ReverseSequence, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('only the first elements of each sequence are turned round', async () => {
  const lengths = { shape: [2], type: 'int64' as const, values: [2, 3] };
  const attributes = { time_axis: int(1), batch_axis: int(0) };
  const found = await gradientAt(
    ReverseSequence,
    { inputs: [{ shape: [2, 3] }, lengths], attributes },
    [1, 2, 3, 4, 5, 6],
  );
  expect(found).toEqual([2, 1, 3, 6, 5, 4]);
});
