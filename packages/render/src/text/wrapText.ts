import type { TextStyle } from './fonts.ts';
import { measureText } from './measureText.ts';

/** The text, or as much of its beginning as fits with an ellipsis behind it. */
export function elideText(text: string, width: number, style: TextStyle): string {
  if (measureText(text, style) <= width) return text;
  const letters = [...text];
  while (letters.length > 0) {
    letters.pop();
    const elided = `${letters.join('').trimEnd()}…`;
    if (measureText(elided, style) <= width) return elided;
  }
  return '…';
}

/**
 * Lines no wider than `width` pixels, broken between words; a word wider than a line is broken between letters. What does not fit
 * into `maxLines` is elided with an ellipsis. An empty text is one empty line.
 */
export function wrapText(text: string, width: number, style: TextStyle, maxLines: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u).flatMap((whole) => breakWord(whole, width, style))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || measureText(longer, style) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  if (lines.length <= maxLines) return lines;
  const rest = lines.slice(maxLines - 1).join(' ');
  return [...lines.slice(0, maxLines - 1), elideText(rest, width, style)];
}

function breakWord(word: string, width: number, style: TextStyle): string[] {
  if (measureText(word, style) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const letter of word) {
    if (part !== '' && measureText(part + letter, style) > width) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return [...parts, part];
}
