import { fontOf } from './fonts.ts';
import { spell } from './spell.ts';

/** Whether every letter of a text can be drawn, if need be as its base letter; others would become boxes. */
export function isDrawable(text: string): boolean {
  return !spell(text, fontOf()).includes('□');
}
