import { normalValues } from '@smoothgrad/autodiff/testing';
import { int, string } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { test } from 'vitest';
import { expectNotDecomposed, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

const length = fc.integer({ min: 1, max: 4 });
const padding = fc.constantFrom('zeros', 'border', 'reflection');

const cases = (rank: number, modes: readonly string[]) =>
  fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      channels: fc.integer({ min: 1, max: 3 }),
      size: fc.array(length, { minLength: rank, maxLength: rank }),
      points: fc.array(length, { minLength: rank, maxLength: rank }),
      mode: fc.constantFrom(...modes),
      padding,
      aligned: fc.boolean(),
      seed: fc.nat(999),
      reach: fc.constantFrom(0.5, 1.5, 5),
      constant: fc.nat(2),
    })
    .map(({ batch, channels, size, points, mode, padding, aligned, seed, reach, constant }) => {
      const shape = [batch, ...points, rank];
      const values = normalValues(shape, seed).map((value) => reach * value);
      // The runtime divides by length − 1 to reflect.
      const long = aligned && padding === 'reflection' ? size.map((n) => n + 1) : size;
      return {
        inputs: [
          { shape: [batch, channels, ...long], constant: constant === 1 },
          { shape, values, constant: constant === 2 },
        ],
        attributes: {
          mode: string(mode),
          padding_mode: string(padding),
          align_corners: int(Number(aligned)),
        },
        seed,
        opset: modes.includes('linear') ? 20 : 16,
      };
    });

test.each([
  ['images', 2, ['bilinear', 'nearest', 'bicubic']],
  ['images in operator set 20', 2, ['linear', 'nearest', 'cubic']],
  ['volumes', 3, ['linear', 'nearest']],
] as const)('GridSample of %s is a weighted sum of fetched pixels', async (_, rank, modes) => {
  const property = fc.asyncProperty(cases(rank, modes), async (gridSample) => {
    await expectSameDecomposed('GridSample', gridSample, { tolerance: 2e-5 });
  });
  await fc.assert(property, { seed: 1, numRuns: 80 });
});

test('points on pixels and half way between them', async () => {
  const at = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, -1.25, 3];
  const values = at.flatMap((x) => at.flatMap((y) => [x, y]));
  const inputs = [{ shape: [1, 1, 4, 4] }, { shape: [1, 12, 12, 2], values }];
  for (const mode of ['bilinear', 'nearest', 'bicubic'])
    for (const padding_mode of ['zeros', 'border', 'reflection'])
      for (const align_corners of [0, 1]) {
        const attributes = {
          mode: string(mode),
          padding_mode: string(padding_mode),
          align_corners: int(align_corners),
        };
        await expectSameDecomposed('GridSample', { inputs, attributes });
      }
});

test('far away', async () => {
  const grid = { shape: [1, 1, 3, 2], values: [1e6, -1e6, 0, 0, 1e9, 0.5] };
  for (const padding of ['zeros', 'border']) {
    const attributes = { padding_mode: string(padding), mode: string('nearest') };
    await expectSameDecomposed('GridSample', { inputs: [{ shape: [1, 2, 3, 3] }, grid], attributes });
  }
});

test('says so when its mode is not known', async () => {
  const inputs = [{ shape: [1, 1, 2, 2, 2] }, { shape: [1, 1, 1, 1, 3] }];
  const attributes = { mode: string('cubic') };
  await expectNotDecomposed(
    'GridSample',
    { inputs, attributes, opset: 20 },
    'cubic sampling is defined for images only',
  );
});
