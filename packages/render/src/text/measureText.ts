import { fontOf, type TextStyle } from './fonts.ts';
import { spell } from './spell.ts';

/** How far the pen moves for a text, in pixels (not rounded). */
export function measureText(text: string, style: TextStyle): number {
  const font = fontOf(style.weight);
  let width = 0;
  for (const letter of spell(text, font)) width += font.glyphs.get(letter)!.advance;
  return (width * style.size) / font.pixelsPerEm;
}
