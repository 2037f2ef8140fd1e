import { decodeBase64 } from './base64.ts';

/** A font face as scripts/make-font-atlas.py writes it. */
export interface FontAtlas {
  readonly pixelsPerEm: number;
  /** Pixels above and below the baseline that a line needs. */
  readonly ascent: number;
  readonly descent: number;
  readonly characters: string;
  /** For each character: advance in 1/64 pixel, left and top edge from the pen on the baseline, width, height. */
  readonly metrics: string;
  /** Base64 of 4-bit coverage, glyph after glyph, row by row, high half first. */
  readonly coverage: string;
}

/** One letter at the atlas's size; lengths in its pixels. */
export interface Glyph {
  readonly advance: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 0 (outside) to 15 (inside), row by row. */
  readonly coverage: Uint8Array;
}

export interface Font {
  readonly pixelsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly glyphs: ReadonlyMap<string, Glyph>;
}

/** Unpacks an atlas. */
export function decodeAtlas(atlas: FontAtlas): Font {
  const bytes = decodeBase64(atlas.coverage);
  const metrics = atlas.metrics.split(',').map((entry) => entry.split(' ').map(Number));
  const glyphs = new Map<string, Glyph>();
  let start = 0;
  [...atlas.characters].forEach((character, index) => {
    const [advance, left, top, width, height] = metrics[index] as [number, number, number, number, number];
    const from = start;
    const coverage = Uint8Array.from({ length: width * height }, (_, i) => {
      const pair = bytes[(from + i) >> 1]!;
      return (from + i) % 2 === 0 ? pair >> 4 : pair & 15;
    });
    glyphs.set(character, { advance: advance / 64, left, top, width, height, coverage });
    start += coverage.length;
  });
  return { pixelsPerEm: atlas.pixelsPerEm, ascent: atlas.ascent, descent: atlas.descent, glyphs };
}
