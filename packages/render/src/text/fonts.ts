import { decodeAtlas, type Font, type FontAtlas } from './fontAtlas.ts';
import { dejaVuSans } from './generated/dejaVuSans.ts';
import { dejaVuSansBold } from './generated/dejaVuSansBold.ts';

export type FontWeight = 'regular' | 'bold';

/** Size in pixels an em, and weight (default regular). */
export interface TextStyle {
  readonly size: number;
  readonly weight?: FontWeight | undefined;
}

const atlases: Record<FontWeight, FontAtlas> = { regular: dejaVuSans, bold: dejaVuSansBold };
const decoded = new Map<FontWeight, Font>();

/** DejaVu Sans in that weight, unpacked on first use. */
export function fontOf(weight: FontWeight = 'regular'): Font {
  const known = decoded.get(weight);
  if (known) return known;
  const font = decodeAtlas(atlases[weight]);
  decoded.set(weight, font);
  return font;
}
