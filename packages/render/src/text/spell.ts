import type { Font } from './fontAtlas.ts';

const box = '□';

/**
 * The same text in letters the font has: a missing letter becomes its base letters (NFKD without marks: ș → s, ﬁ → fi), white
 * space and control characters a space, invisible format characters nothing, and anything else a box.
 */
export function spell(text: string, font: Font): string {
  return [...text.normalize('NFC')].map((character) => spellOne(character, font)).join('');
}

function spellOne(character: string, font: Font): string {
  if (font.glyphs.has(character)) return character;
  if (/[\s\p{Cc}]/u.test(character)) return ' ';
  const base = [...character.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '')];
  return base.every((letter) => font.glyphs.has(letter)) ? base.join('') : box;
}
