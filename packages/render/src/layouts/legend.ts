import type { PixelImage } from '@smoothgrad/image';
import type { Colormap } from '../colormaps/colormap.ts';
import { colourise } from '../colormaps/colourise.ts';
import { createCanvas, paste, type Rgb } from '../picture/canvas.ts';
import type { MapSign } from '../scale/reduceChannels.ts';
import { type DrawTextStyle, drawText } from '../text/drawText.ts';
import { measureText } from '../text/measureText.ts';

/** What the colours of a panel mean. */
export interface Legend {
  readonly colormap: Colormap;
  readonly sign: MapSign;
  /** The value at the end of the bar, in `unit`; without them the bar goes from low to high. */
  readonly limit?: number | undefined;
  readonly unit?: string | undefined;
}

const frame: Rgb = [170, 174, 182];

const words: Record<MapSign, readonly [string, string]> = {
  absolute: ['low', 'high'],
  positive: ['low', 'high'],
  signed: ['−', '+'],
};

function ends({ sign, limit, unit }: Legend): readonly [string, string] {
  if (limit === undefined || unit === undefined) return words[sign];
  const value = shortNumber(limit);
  return [sign === 'signed' ? `−${value}` : '0', `${value} ${unit}`.trim()];
}

/** Two digits, as people write them: `0.013`, `1.3e−5`. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(2))).replace('-', '−');
}

/** Width of a legend in pixels, in text of that style. */
export function legendWidth(legend: Legend, style: DrawTextStyle): number {
  const width = ends(legend).reduce((sum, word) => sum + measureText(word, style), 0);
  return Math.ceil(width + barWidth(style) + style.size);
}

/** Draws `0 ▬ 0.013 ∂logit/∂pixel` (or `low ▬ high`) with its left end at x, on the baseline y. */
export function drawLegend(canvas: PixelImage, x: number, y: number, legend: Legend, style: DrawTextStyle): void {
  const width = barWidth(style);
  const height = Math.round(style.size * 0.62);
  const [from, to] = ends(legend);
  const start = Math.round(drawText(canvas, x, y, from, style) + style.size / 2);
  // The frame keeps a white end from melting into the paper.
  paste(canvas, start, y - height, createCanvas(width, height, frame));
  paste(canvas, start + 1, y - height + 1, colourBar(legend, width - 2, height - 2));
  drawText(canvas, start + width + style.size / 2, y, to, style);
}

function barWidth(style: DrawTextStyle): number {
  return Math.round(style.size * 4.5);
}

/** The colours from one end of a scale to the other. */
export function colourBar({ colormap, sign }: Legend, width: number, height: number): PixelImage {
  const [from, to] = sign === 'signed' ? [-1, 1] : [0, 1];
  const data = Float32Array.from(
    { length: width * height },
    (_, i) => from + ((to - from) * (i % width)) / (width - 1),
  );
  return colourise({ width, height, sign, data, limit: 1 }, colormap);
}
