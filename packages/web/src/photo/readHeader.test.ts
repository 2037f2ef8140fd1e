import { checkPhotoHeader, PhotoError } from '@smoothgrad/image';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { photoFiles, refusedFiles } from '../../../../tests/web/photoFiles.ts';
import { readHeader } from './readHeader.ts';

describe('headers say what libvips says', async () => {
  it.each(Object.entries(await photoFiles()))('%s', async (_, file) => {
    const { format, width, height, space, depth, orientation, pages = 1 } = await sharp(file).metadata();
    const found = readHeader('the photo', file);
    // libvips turns AVIF while it decodes.
    const size = format === 'heif' ? [width, height].sort() : [width, height];
    const sizeFound = format === 'heif' ? [found.width, found.height].sort() : [found.width, found.height];
    expect(sizeFound).toEqual(size);
    expect(found).toMatchObject({ format, space, depth, frames: pages });
    expect(found.orientation?.value).toBe(orientation);
  });

  it.each(['an animated GIF', 'an animated WebP', 'CMYK', 'a single pixel'])('%s is refused by it', async (name) => {
    const file = (await refusedFiles())[name]!;
    expect(() => checkPhotoHeader('the photo', readHeader('the photo', file))).toThrow(PhotoError);
  });
});

it('the orientation is written down as 1, or not at all', async () => {
  const { 'JPEG turned 6': jpeg, 'WebP turned 6': webp, 'PNG turned 6': png } = await photoFiles();
  for (const [file, left] of [
    [jpeg!, 1],
    [webp!, 1],
    [png!, undefined],
  ] as const) {
    const { from, to, by } = readHeader('the photo', file).orientation!;
    const stripped = Buffer.concat([file.subarray(0, from), by, file.subarray(to)]);
    expect((await sharp(stripped).metadata()).orientation).toBe(left);
    expect(await sharp(stripped).raw().toBuffer()).toEqual(await sharp(file).raw().toBuffer());
  }
});

it.each([
  [
    'TIFF',
    () =>
      sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
        .tiff()
        .toBuffer(),
    /is TIFF, which browsers cannot read: convert it to PNG/,
  ],
  [
    'HEIC',
    async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    /is HEIC, which browsers cannot read/,
  ],
  ['SVG', async () => Buffer.from('<?xml version="1.0"?>\n<!-- made by hand -->\n<svg/>'), /is SVG, not a photo/],
  ['text', async () => Buffer.from('hello'), /is not an image, or a damaged one/],
  ['nothing', async () => Buffer.alloc(0), /is empty \(0 bytes\)/],
  ['the first bytes of a JPEG', async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /is truncated or damaged/],
  ['the first bytes of a WebP', async () => Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), /is truncated or damaged/],
])('%s is refused in words', async (_, make, words) => {
  const file = await make();
  expect(() => readHeader('the photo', file)).toThrow(words);
});

it('every beginning of a photo is read or refused in words', async () => {
  for (const file of Object.values(await photoFiles())) {
    for (let length = 0; length < Math.min(file.length, 400); length += 3) {
      try {
        readHeader('the photo', file.subarray(0, length));
      } catch (error) {
        expect(error).toBeInstanceOf(PhotoError);
      }
    }
  }
});
