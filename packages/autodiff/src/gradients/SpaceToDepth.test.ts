import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { SpaceToDepth } from './SpaceToDepth.ts';

test('the gradient of SpaceToDepth agrees with central differences', async () => {
  const cases = fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      channels: fc.integer({ min: 1, max: 3 }),
      height: fc.integer({ min: 1, max: 3 }),
      width: fc.integer({ min: 1, max: 3 }),
      block: fc.integer({ min: 1, max: 3 }),
      type: fc.constantFrom('float32' as const, 'float64' as const),
    })
    .map(({ batch, channels, height, width, block, type }) => ({
      inputs: [{ shape: [batch, channels, height * block, width * block], type }],
      attributes: { blocksize: int(block) },
    }));
  await expect(gradientProperty(SpaceToDepth, cases)).resolves.toBeUndefined();
});

test('where the channels go: the offset in the square comes first', async () => {
  const inputs = [{ shape: [1, 2, 2, 2] }];
  const found = await gradientAt(SpaceToDepth, { inputs, attributes: { blocksize: int(2) } }, [1, 2, 3, 4, 5, 6, 7, 8]);
  expect(found).toEqual([1, 3, 5, 7, 2, 4, 6, 8]);
});
