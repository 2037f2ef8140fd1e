import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
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
