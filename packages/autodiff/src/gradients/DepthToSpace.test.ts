import { int, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { DepthToSpace } from './DepthToSpace.ts';

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  channels: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 1, max: 3 }),
  width: fc.integer({ min: 1, max: 3 }),
  block: fc.integer({ min: 1, max: 3 }),
  type: fc.constantFrom('float32' as const, 'float64' as const),
});

test.each([[undefined], ['DCR'], ['CRD']])(
  'the gradient of DepthToSpace agrees with central differences, mode %s',
  async (mode) => {
    const cases = sizes.map(({ batch, channels, height, width, block, type }) => ({
      inputs: [{ shape: [batch, channels * block ** 2, height, width], type }],
      attributes: { blocksize: int(block), ...(mode && { mode: string(mode) }) },
    }));
    await expect(gradientProperty(DepthToSpace, cases)).resolves.toBeUndefined();
  },
);

/** x has 8 channels of 1 pixel, y 2 channels of 2 × 2. */
test.each([
  ['DCR', [1, 5, 2, 6, 3, 7, 4, 8]],
  ['CRD', [1, 2, 3, 4, 5, 6, 7, 8]],
])('where the pixels of a square go, mode %s', async (mode, expected) => {
  const attributes = { blocksize: int(2), mode: string(mode) };
  const found = await gradientAt(
    DepthToSpace,
    { inputs: [{ shape: [1, 8, 1, 1] }], attributes },
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  expect(found).toEqual(expected);
});

test('a mode that does not exist yet is refused', () => {
  const x = { name: 'x', type: 'float32' as const, shape: [1, 4, 1, 1] };
  const output = { ...x, name: 'y', shape: [1, 1, 2, 2] };
  expect(refusal(DepthToSpace, { inputs: [x], output, attributes: { mode: string('RCD') } })).toMatch(
    "its mode 'RCD' has no gradient rule",
  );
});
