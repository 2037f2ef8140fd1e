import { expect, it } from 'vitest';
import { bundledPhotos } from './bundledPhotos.ts';

it('the demo photos: two, and one made of both', async () => {
  const photos = await bundledPhotos();
  expect(photos.map(({ width, height, channels }) => [width, height, channels])).toEqual([
    [400, 300, 3],
    [451, 300, 3],
    [600, 400, 3],
  ]);
});
