import { expect, test } from 'vitest';
import { broadcastPair, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Add } from './Add.ts';

test('the gradient of Add agrees with central differences, broadcast in either direction', async () => {
  await expect(
    gradientProperty(
      Add,
      broadcastPair.map(({ a, b }) => ({ inputs: [{ shape: a }, { shape: b }] })),
    ),
  ).resolves.toBeUndefined();
});
