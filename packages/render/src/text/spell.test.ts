import { describe, expect, it } from 'vitest';
import { fontOf } from './fonts.ts';
import { spell } from './spell.ts';

describe('spell', () => {
  it.each([
    ['σ ± × – — … % ° µ ≤ ≥ → é ß', 'σ ± × – — … % ° µ ≤ ≥ → é ß'],
    ['Škoda', 'Skoda'],
    ['ﬁsh', 'fish'],
    ['e\u0301', 'é'],
    ['a\tb\nc\u00a0d', 'a b c d'],
    ['犬 🐕', '□ □'],
    ['a\u200db\u0301', 'ab'],
    ['\ud800', '□'],
  ])('%j becomes %j', (text, expected) => {
    expect(spell(text, fontOf())).toBe(expected);
    expect(spell(text, fontOf('bold'))).toBe(expected);
  });
});
