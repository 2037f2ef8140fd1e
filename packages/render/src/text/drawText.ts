import type { PixelImage } from '@smoothgrad/image';
import { RenderError } from '../errors.ts';
import type { Rgb } from '../picture/canvas.ts';
import type { Glyph } from './fontAtlas.ts';
import { fontOf, type TextStyle } from './fonts.ts';
import { spell } from './spell.ts';

/** `colour`: red, green, blue in 0..255, default black. */
export interface DrawTextStyle extends TextStyle {
  readonly colour?: Rgb | undefined;
}

/**
 * Draws one line of text into an RGB picture, in place, anti-aliased; what lies outside the picture is left out.
 *
 * @param x where the pen starts, in pixels, fractions allowed.
 * @param y the baseline.
 * @returns where the pen ends.
 * @throws RenderError for a picture that is not RGB.
 */
export function drawText(picture: PixelImage, x: number, y: number, text: string, style: DrawTextStyle): number {
  if (picture.channels !== 3) {
    throw new RenderError('Text can only be drawn into an RGB picture. Repeat its one channel three times first.');
  }
  const font = fontOf(style.weight);
  const scale = style.size / font.pixelsPerEm;
  const colour = style.colour ?? [0, 0, 0];
  let pen = x;
  for (const letter of spell(text, font)) {
    const glyph = font.glyphs.get(letter)!;
    if (glyph.width > 0) drawGlyph(picture, pen, y, glyph, scale, colour);
    pen += glyph.advance * scale;
  }
  return pen;
}

function drawGlyph(picture: PixelImage, x: number, y: number, glyph: Glyph, scale: number, colour: Rgb): void {
  const columns = overlaps(x + glyph.left * scale, glyph.width, scale);
  const rows = overlaps(y + glyph.top * scale, glyph.height, scale);
  const width = columns.count;
  const ink = new Float64Array(width * rows.count);
  for (const row of rows.shares) {
    for (const column of columns.shares) {
      const coverage = glyph.coverage[row.cell * glyph.width + column.cell]!;
      ink[row.pixel * width + column.pixel]! += (coverage / 15) * row.share * column.share;
    }
  }
  ink.forEach((alpha, i) => {
    blend(picture, columns.first + (i % width), rows.first + Math.floor(i / width), colour, Math.min(alpha, 1));
  });
}

interface Overlaps {
  readonly first: number;
  readonly count: number;
  readonly shares: readonly { readonly cell: number; readonly pixel: number; readonly share: number }[];
}

/** Which part of each target pixel (counted from `first`) every one of `cells` cells of size `scale` covers, along one axis. */
function overlaps(start: number, cells: number, scale: number): Overlaps {
  const first = Math.floor(start);
  const count = Math.ceil(start + cells * scale) - first;
  const shares = [];
  for (let cell = 0; cell < cells; cell++) {
    const from = start - first + cell * scale;
    const to = from + scale;
    for (let pixel = Math.floor(from); pixel < Math.min(to, count); pixel++) {
      shares.push({ cell, pixel, share: Math.min(to, pixel + 1) - Math.max(from, pixel) });
    }
  }
  return { first, count, shares };
}

function blend(picture: PixelImage, x: number, y: number, colour: Rgb, alpha: number): void {
  if (alpha === 0 || x < 0 || y < 0 || x >= picture.width || y >= picture.height) return;
  const at = 3 * (y * picture.width + x);
  for (let c = 0; c < 3; c++) {
    const below = picture.data[at + c]!;
    picture.data[at + c] = Math.round(below + (colour[c]! - below) * alpha);
  }
}
