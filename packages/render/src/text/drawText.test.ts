import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCanvas } from '../picture/canvas.ts';
import { drawText } from './drawText.ts';
import { measureText } from './measureText.ts';

interface Face {
  ems: number;
  glyphs: { character: string; size: number; pixels: number[] }[];
}
const { text } = JSON.parse(readFileSync(new URL('../fixtures/reference.json', import.meta.url), 'utf8')) as {
  text: { sentence: string; regular: Face; bold: Face };
};

describe.each(['regular', 'bold'] as const)('%s', (weight) => {
  it('measures as FreeType does, to 0.5 %', () => {
    const width = measureText(text.sentence, { size: 40, weight });
    expect(width / 40 / text[weight].ems).toBeGreaterThan(0.995);
    expect(width / 40 / text[weight].ems).toBeLessThan(1.005);
  });

  it.each(text[weight].glyphs)("draws '$character' at $size px as FreeType does", ({ character, size, pixels }) => {
    const picture = createCanvas(32, 32, [255, 255, 255]);
    drawText(picture, 8, 24, character, { size, weight });
    const ink = (values: number[]): number => values.reduce((sum, value) => sum + 255 - value, 0);
    const distance = (other: number[]): number =>
      other.reduce((sum, value, i) => sum + Math.abs(value - pixels[i]!), 0);
    const drawn = pixels.map((_, i) => picture.data[3 * i]!);
    const displaced = [1, 32].map((step) => distance(pixels.map((_, i) => pixels[i - step] ?? 255)));
    expect(ink(pixels)).toBeGreaterThan(1000);
    // Averaging a 26-pixel letter down blurs its strokes a little: at most half of what one pixel of displacement would do.
    expect(distance(drawn)).toBeLessThan(Math.min(...displaced) / 2);
    expect(ink(drawn) / ink(pixels)).toBeCloseTo(1, 1);
  });
});

describe('drawText', () => {
  it('moves the pen by the measured width', () => {
    const picture = createCanvas(200, 30, [255, 255, 255]);
    expect(drawText(picture, 5.5, 20, text.sentence, { size: 14 })).toBeCloseTo(
      5.5 + measureText(text.sentence, { size: 14 }),
      9,
    );
  });

  it('uses its colour and never leaves it', () => {
    const picture = createCanvas(40, 30, [0, 0, 0]);
    drawText(picture, 2, 24, 'M', { size: 24, weight: 'bold', colour: [200, 100, 0] });
    expect(Math.max(...picture.data.filter((_, i) => i % 3 === 0))).toBe(200);
    expect(Math.max(...picture.data.filter((_, i) => i % 3 === 1))).toBe(100);
    expect(Math.max(...picture.data.filter((_, i) => i % 3 === 2))).toBe(0);
  });

  it('leaves out what lies outside the picture', () => {
    const picture = createCanvas(4, 4, [255, 255, 255]);
    drawText(picture, -300, 2, 'WWW', { size: 26 });
    expect(picture.data.every((value) => value === 255)).toBe(true);
    drawText(picture, -8, 8, 'WWW', { size: 26 });
    expect(picture.data.some((value) => value < 255)).toBe(true);
  });

  it('refuses a picture of one channel', () => {
    const picture = { width: 1, height: 1, channels: 1 as const, data: new Uint8Array(1) };
    expect(() => drawText(picture, 0, 0, 'a', { size: 13 })).toThrow(/RGB/);
  });
});
