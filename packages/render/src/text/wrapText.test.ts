import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureText } from './measureText.ts';
import { elideText, wrapText } from './wrapText.ts';

const style = { size: 13 };
const shark = 'great white shark, white shark, man-eater, man-eating shark, Carcharodon carcharias';

describe('wrapText', () => {
  it('breaks between words and loses none', () => {
    const lines = wrapText(shark, 200, style, 9);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(' ')).toBe(shark);
  });

  it('elides what does not fit into the last line', () => {
    const lines = wrapText(shark, 200, style, 2);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(wrapText(shark, 200, style, 9)[0]);
    expect(lines[1]).toMatch(/…$/);
  });

  it('keeps a short text and an empty one on one line', () => {
    expect(wrapText('bison', 200, style, 2)).toEqual(['bison']);
    expect(wrapText('', 200, style, 2)).toEqual(['']);
  });

  it('never exceeds the width, and loses no letter where nothing is elided', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 30, max: 300 }), (text, width) => {
        const lines = wrapText(text, width, style, 100);
        expect(lines.every((line) => measureText(line, style) <= width)).toBe(true);
        expect(lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      }),
    );
  });
});

describe('elideText', () => {
  it('keeps what fits', () => {
    expect(elideText(shark, 1000, style)).toBe(shark);
  });

  it('shortens to the width, but not further than needed', () => {
    const elided = elideText(shark, 120, style);
    expect(measureText(elided, style)).toBeLessThanOrEqual(120);
    expect(elided.endsWith('…')).toBe(true);
    expect(shark.startsWith(elided.slice(0, -1))).toBe(true);
    expect(measureText(shark.slice(0, elided.length + 1), style)).toBeGreaterThan(110);
  });

  it('is an ellipsis where nothing fits', () => {
    expect(elideText(shark, 1, style)).toBe('…');
  });
});
