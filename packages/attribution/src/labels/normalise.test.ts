import { describe, expect, it } from 'vitest';
import { normalise, synonymsOf, wordsOf } from './normalise.ts';

describe('normalise', () => {
  it('drops case, underscores, runs of spaces and the composition of accents', () => {
    expect(normalise('  Tiger__cat \t A\u0308 ')).toBe('tiger cat ä');
  });
});

describe('synonymsOf', () => {
  it('splits at commas', () => {
    expect(synonymsOf('Tabby, tabby  cat,')).toEqual(['tabby', 'tabby cat']);
  });
});

describe('wordsOf', () => {
  it('splits at all that is neither letter nor digit', () => {
    expect(wordsOf("jack-o'-lantern 2, Ärger")).toEqual(['jack', 'o', 'lantern', '2', 'ärger']);
    expect(wordsOf(' - ')).toEqual([]);
  });
});
