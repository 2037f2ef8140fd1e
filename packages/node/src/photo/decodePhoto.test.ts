import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { MAX_PIXELS, PhotoError, pngFrames } from '@smoothgrad/image';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { decodePhoto } from './decodePhoto.ts';

type Chunk = [type: string, data: Buffer];

/** CRC-32 of ISO 3309, as PNG wants it. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function chunk([type, data]: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A PNG written by hand, so that the expected samples are exactly those put in. `rows`: unfiltered samples of each row. */
function png(
  width: number,
  height: number,
  depth: number,
  colour: number,
  rows: number[][],
  extra: Chunk[] = [],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = colour;
  const bytes = rows.flatMap((row) => [0, ...(depth === 16 ? row.flatMap((v) => [v >> 8, v & 255]) : row)]);
  const chunks: Chunk[] = [
    ['IHDR', header],
    ...extra,
    ['IDAT', deflateSync(Buffer.from(bytes))],
    ['IEND', Buffer.alloc(0)],
  ];
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...chunks.map(chunk)]);
}

const noise = Buffer.from(Array.from({ length: 120 * 80 * 3 }, (_, i) => (i * 7919) % 251));
const picture = () => sharp(noise, { raw: { width: 120, height: 80, channels: 3 } });

const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-photo-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function refusal(source: string | Uint8Array): Promise<string> {
  const error = await decodePhoto(source).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PhotoError);
  expect((error as PhotoError).message).not.toMatch(/[\r\n]/);
  return (error as PhotoError).message;
}

describe('pixels as they are stored', () => {
  it('RGB, from bytes and from a file', async () => {
    const rows = [
      [255, 0, 1, 10, 20, 30],
      [2, 128, 200, 7, 8, 9],
    ];
    const expected = { width: 2, height: 2, channels: 3, data: Uint8Array.from(rows.flat()) };
    const bytes = png(2, 2, 8, 2, rows);
    expect(await decodePhoto(bytes)).toEqual(expected);
    const path = join(folder, 'photo.png');
    writeFileSync(path, bytes);
    expect(await decodePhoto(path)).toEqual(expected);
  });

  it('grey stays one channel; 1-bit grey is black and white', async () => {
    expect(
      await decodePhoto(
        png(2, 2, 8, 0, [
          [0, 77],
          [200, 255],
        ]),
      ),
    ).toMatchObject({
      channels: 1,
      data: Uint8Array.of(0, 77, 200, 255),
    });
    expect(await decodePhoto(png(2, 2, 1, 0, [[0b10000000], [0b01000000]]))).toMatchObject({
      channels: 1,
      data: Uint8Array.of(255, 0, 0, 255),
    });
  });

  it('alpha is kept, also with grey (as RGB)', async () => {
    expect(
      await decodePhoto(
        png(2, 2, 8, 6, [
          [1, 2, 3, 4, 5, 6, 7, 8],
          [9, 10, 11, 0, 13, 14, 15, 255],
        ]),
      ),
    ).toMatchObject({
      channels: 4,
      data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 13, 14, 15, 255),
    });
    expect(
      await decodePhoto(
        png(2, 2, 8, 4, [
          [10, 20, 30, 40],
          [50, 60, 70, 80],
        ]),
      ),
    ).toMatchObject({
      channels: 4,
      data: Uint8Array.of(10, 10, 10, 20, 30, 30, 30, 40, 50, 50, 50, 60, 70, 70, 70, 80),
    });
  });

  it('palettes are expanded, with their transparency', async () => {
    const palette: Chunk = ['PLTE', Buffer.from([1, 2, 3, 200, 100, 50])];
    const rows = [
      [0, 1],
      [1, 0],
    ];
    expect(await decodePhoto(png(2, 2, 8, 3, rows, [palette]))).toMatchObject({
      channels: 3,
      data: Uint8Array.of(1, 2, 3, 200, 100, 50, 200, 100, 50, 1, 2, 3),
    });
    expect(await decodePhoto(png(2, 2, 8, 3, rows, [palette, ['tRNS', Buffer.from([9])]]))).toMatchObject({
      channels: 4,
      data: Uint8Array.of(1, 2, 3, 9, 200, 100, 50, 255, 200, 100, 50, 255, 1, 2, 3, 9),
    });
  });

  it.each([
    ['grey', 0, 1],
    ['grey and alpha', 4, 2],
    ['RGB', 2, 3],
    ['RGB and alpha', 6, 4],
  ])('16-bit %s stays 16-bit', async (_, colour, channels) => {
    const row = (start: number) => Array.from({ length: 2 * channels }, (_, i) => (start + i * 9001) & 65535);
    const rows = [row(1), row(40000)];
    const decoded = await decodePhoto(png(2, 2, 16, colour, rows));
    expect(decoded).toEqual({ width: 2, height: 2, channels, data: Uint16Array.from(rows.flat()) });
  });

  it('no colour profile and no gamma is applied', async () => {
    const profiled = await picture().withIccProfile('p3').png().toBuffer();
    const { icc } = await sharp(profiled).metadata();
    const rows = [
      [255, 0, 1, 10, 20, 30],
      [2, 128, 200, 7, 8, 9],
    ];
    const profile: Chunk = ['iCCP', Buffer.concat([Buffer.from('p3\0\0', 'latin1'), deflateSync(icc!)])];
    expect((await sharp(png(2, 2, 8, 2, rows, [profile])).metadata()).hasProfile).toBe(true);
    expect((await decodePhoto(png(2, 2, 8, 2, rows, [profile]))).data).toEqual(Uint8Array.from(rows.flat()));
    const gamma: Chunk = ['gAMA', Buffer.from([0, 1, 0x86, 0xa0])];
    expect((await decodePhoto(png(2, 2, 8, 2, rows, [gamma]))).data).toEqual(Uint8Array.from(rows.flat()));
  });

  it('is not turned upright; the orientation is told', async () => {
    const upright = await decodePhoto(await picture().jpeg().toBuffer());
    const turned = await decodePhoto(await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(upright).not.toHaveProperty('orientation');
    expect(turned).toEqual({ ...upright, orientation: 6 });
    expect(turned).toMatchObject({ width: 120, height: 80 });
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('%s is read', async (format) => {
    const bytes = await picture()
      .toFormat(format, { lossless: true, quality: 100, compression: 'lzw' } as object)
      .toBuffer();
    const { width, height, channels, data } = await decodePhoto(bytes);
    expect([width, height]).toEqual([120, 80]);
    const exact = format === 'png' || format === 'webp' || format === 'tiff';
    if (exact) expect(Buffer.from(data).equals(noise)).toBe(true);
    expect(data.length).toBe(120 * 80 * channels);
  });

  it('a grey JPEG has one channel', async () => {
    const bytes = await picture().toColourspace('b-w').jpeg().toBuffer();
    expect(await decodePhoto(bytes)).toMatchObject({ width: 120, height: 80, channels: 1 });
  });
});

describe('refusals', () => {
  it('missing, a folder, a path through a file', async () => {
    expect(await refusal(join(folder, 'no.jpg'))).toMatch(/no\.jpg does not exist/);
    expect(await refusal(folder)).toMatch(/is a folder: name the photo in it$/);
    const file = join(folder, 'file');
    writeFileSync(file, 'x');
    expect(await refusal(join(file, 'no.jpg'))).toMatch(/does not exist/);
  });

  it('0 bytes, text, PDF, random bytes', async () => {
    const empty = join(folder, 'empty.jpg');
    writeFileSync(empty, '');
    expect(await refusal(empty)).toBe(`${empty} is empty (0 bytes)`);
    expect(await refusal(new Uint8Array(0))).toBe('the photo is empty (0 bytes)');
    for (const content of ['hello world', '%PDF-1.4\n1 0 obj', noise]) {
      expect(await refusal(Buffer.from(content))).toMatch(/is not an image, or a damaged one: give a complete JPEG/);
    }
  });

  it('SVG', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>';
    expect(await refusal(Buffer.from(svg))).toMatch(/^the photo is SVG, not a photo: give a JPEG/);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('a %s that was cut off', async (format) => {
    const bytes = await picture().toFormat(format).toBuffer();
    for (const part of [0.5, 0.9]) {
      expect(await refusal(bytes.subarray(0, Math.floor(bytes.length * part)))).toMatch(/damaged/);
    }
  });

  it.each(['jpeg', 'png'] as const)('half a %s is called truncated', async (format) => {
    const bytes = await picture().toFormat(format).toBuffer();
    expect(await refusal(bytes.subarray(0, bytes.length / 2))).toMatch(/is truncated or damaged: get a complete copy$/);
    expect(await refusal(bytes.subarray(0, 20))).toMatch(/damaged/);
  });

  it('30,000 x 30,000 pixels, from the header alone', async () => {
    const start = performance.now();
    expect(await refusal(png(30000, 30000, 8, 2, [[1]]))).toBe(
      'the photo has 30000x30000 pixels; the limit is 100 megapixels: make it smaller first',
    );
    expect(performance.now() - start).toBeLessThan(1000);
    expect(MAX_PIXELS).toBe(100_000_000);
  });

  it('1 x 1 and 1 x 5 pixels, while 2 x 2 is enough', async () => {
    expect(await refusal(png(1, 1, 8, 0, [[1]]))).toBe('the photo has 1x1 pixels; at least 2x2 are needed');
    expect(await refusal(png(5, 1, 8, 0, [[1, 2, 3, 4, 5]]))).toMatch(/5x1 pixels; at least 2x2/);
    expect(
      await decodePhoto(
        png(2, 2, 8, 0, [
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toMatchObject({ width: 2, height: 2 });
  });

  it('CMYK', async () => {
    const bytes = await picture().toColourspace('cmyk').jpeg().toBuffer();
    expect(await refusal(bytes)).toBe('the photo is in the colour space CMYK: convert it to RGB first');
  });

  it.each(['gif', 'webp'] as const)('an animated %s', async (format) => {
    const bytes = await sharp(noise, { raw: { width: 120, height: 80, channels: 3, pageHeight: 20 } })
      .toFormat(format)
      .toBuffer();
    expect(await refusal(bytes)).toMatch(/^the photo is animated \(4 frames or pages\): extract one frame first$/);
  });

  it('an animated PNG', async () => {
    const control: Chunk = ['acTL', Buffer.from([0, 0, 0, 12, 0, 0, 0, 0])];
    const bytes = png(
      2,
      2,
      8,
      0,
      [
        [1, 2],
        [3, 4],
      ],
      [control],
    );
    expect(pngFrames(bytes)).toBe(12);
    expect(
      pngFrames(
        png(2, 2, 8, 0, [
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toBe(1);
    expect(pngFrames(bytes.subarray(0, 20))).toBe(1);
    expect(await refusal(bytes)).toMatch(/12 frames/);
  });

  it('samples that are not 8 or 16 bits', async () => {
    expect(await refusal(floatTiff())).toBe(
      'the photo has samples of type float: convert it to 8 or 16 bits per channel first',
    );
  });
});

/** 2 x 2 grey float32 pixels (TIFF 6.0: header, one strip, one directory). */
function floatTiff(): Buffer {
  const tags: [tag: number, type: 3 | 4, value: number][] = [
    [256, 3, 2], // ImageWidth
    [257, 3, 2], // ImageLength
    [258, 3, 32], // BitsPerSample
    [259, 3, 1], // Compression: none
    [262, 3, 1], // PhotometricInterpretation: black is zero
    [273, 4, 8], // StripOffsets
    [277, 3, 1], // SamplesPerPixel
    [278, 3, 2], // RowsPerStrip
    [279, 4, 16], // StripByteCounts
    [339, 3, 3], // SampleFormat: floating point
  ];
  const bytes = Buffer.alloc(8 + 16 + 2 + tags.length * 12 + 4);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(24, 4);
  for (let i = 0; i < 4; i++) bytes.writeFloatLE(i / 4, 8 + 4 * i);
  bytes.writeUInt16LE(tags.length, 24);
  for (const [i, [tag, type, value]] of tags.entries()) {
    const at = 26 + 12 * i;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  }
  return bytes;
}
