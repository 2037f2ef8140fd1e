import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { decode } from 'fast-png';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePng } from './encodePng.ts';
import { readProvenance } from './readProvenance.ts';

const rgb = { width: 3, height: 2, channels: 3 as const, data: Uint8Array.from({ length: 18 }, (_, i) => i * 14) };
const count = (bytes: Uint8Array, word: string): number => Buffer.from(bytes).toString('latin1').split(word).length - 1;

describe('encodePng', () => {
  it('keeps every pixel of RGB and of grey', () => {
    expect(decode(encodePng(rgb))).toMatchObject({ width: 3, height: 2, channels: 3, depth: 8, data: rgb.data });
    const grey = { width: 2, height: 2, channels: 1 as const, data: Uint8Array.of(0, 90, 180, 255) };
    expect(decode(encodePng(grey))).toMatchObject({ width: 2, height: 2, channels: 1, depth: 8, data: grey.data });
  });

  it('hands lines, each byte less that of the pixel before, to the deflate it is given', () => {
    const seen: Uint8Array[] = [];
    const deflate = (bytes: Uint8Array) => {
      seen.push(bytes);
      return deflateSync(bytes);
    };
    const picture = {
      width: 2,
      height: 2,
      channels: 3,
      data: Uint8Array.of(9, 8, 7, 4, 8, 9, 0, 255, 1, 255, 0, 2),
    } as const;
    const png = encodePng(picture, { deflate });
    expect(seen).toEqual([Uint8Array.of(1, 9, 8, 7, 251, 0, 2, 1, 0, 255, 1, 255, 1, 1)]);
    expect(decode(png, { checkCrc: true }).data).toEqual(picture.data);
  });

  it('keeps the pixels of pictures of any size, whoever compresses and reads them', async () => {
    for (const [width, height, channels] of [
      [1, 1, 1],
      [1, 9, 3],
      [300, 2, 1],
      [251, 83, 3],
    ] as const) {
      // Runs and noise: what deflate can shorten, and what it cannot.
      const data = Uint8Array.from({ length: width * height * channels }, (_, i) =>
        i % 97 < 50 ? 200 : (i * i * 31) >> 3,
      );
      for (const deflate of [undefined, deflateSync]) {
        const png = encodePng({ width, height, channels, data }, { deflate });
        expect(decode(png, { checkCrc: true })).toMatchObject({ width, height, channels, depth: 8, data });
        expect(
          new Uint8Array(
            await sharp(png)
              .toColourspace(channels === 1 ? 'b-w' : 'srgb')
              .raw()
              .toBuffer(),
          ),
        ).toEqual(data);
      }
    }
  });

  it('writes the provenance as ASCII JSON into exactly one text chunk', () => {
    const provenance = { label: 'große 犬 🐕 "x"', n: 50, sigma: 0.15, path: 'a\\b\n\u007f' };
    const png = encodePng(rgb, { provenance });
    expect(count(png, 'tEXt')).toBe(1);
    const { text } = decode(png, { checkCrc: true });
    expect(Object.keys(text)).toEqual(['smoothgrad']);
    expect(text.smoothgrad).toMatch(/^[ -~]*$/);
    expect(text.smoothgrad).toContain('gro\\u00dfe \\u72ac \\ud83d\\udc15');
    expect(JSON.parse(text.smoothgrad!)).toEqual(provenance);
    expect(readProvenance(png)).toEqual(provenance);
  });

  it('writes no text chunk without provenance', () => {
    expect(count(encodePng(rgb), 'tEXt')).toBe(0);
    expect(readProvenance(encodePng(rgb))).toBeUndefined();
  });

  it('refuses a picture without pixels', () => {
    expect(() => encodePng({ ...rgb, width: 0, data: new Uint8Array() })).toThrow(/0 × 2 has no pixels/);
  });

  it('refuses data of another size', () => {
    expect(() => encodePng({ ...rgb, width: 4 })).toThrow(/has 24 bytes, not 18/);
  });

  it.each([[10n], [() => 1]])('refuses a provenance that is not JSON', (provenance) => {
    expect(() => encodePng(rgb, { provenance })).toThrow(/not JSON/);
  });
});

describe('readProvenance', () => {
  const { png } = JSON.parse(readFileSync(new URL('../fixtures/reference.json', import.meta.url), 'utf8')) as {
    png: { file: string; provenance: unknown };
  };

  it('reads a file that Pillow wrote, past another text chunk', () => {
    expect(readProvenance(Buffer.from(png.file, 'base64'))).toEqual(png.provenance);
  });
});
