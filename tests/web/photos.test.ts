import { toRgb } from '@smoothgrad/image';
import { decodePhoto, PhotoError } from '@smoothgrad/web';
import { expect, it } from 'vitest';
import { askNode } from './askNode.ts';
import { bytesOf } from './base64.ts';

const photos = await askNode('photos');
const refused = await askNode('refusedPhotos');

it('photos of all kinds are here', () => {
  expect(photos.length).toBeGreaterThan(30);
});

it.each(photos)('$name: the same pixels as in Node.js, bit for bit', async ({ file, width, height, pixels }) => {
  const found = toRgb(await decodePhoto(new Blob([bytesOf(file)])));
  expect([found.width, found.height]).toEqual([width, height]);
  const expected = bytesOf(pixels);
  expect(found.data.findIndex((value, i) => value !== expected[i])).toBe(-1);
});

/** Without the advice, which names other formats here. */
const reasonIn = (message: string) => message.split(': ')[0];

it.each(refused)('$name is refused as in Node.js', async ({ file, message }) => {
  const error = await decodePhoto(new Blob([bytesOf(file)])).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PhotoError);
  expect(reasonIn((error as PhotoError).message)).toBe(reasonIn(message));
});
