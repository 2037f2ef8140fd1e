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
}

const frame: Rgb = [170, 174, 182];

const ends: Record<MapSign, readonly [string, string]> = {
  absolute: ['low', 'high'],
  positive: ['low', 'high'],
  signed: ['−', '+'],
};

/** Width of a legend in pixels, in text of that style. */
export function legendWidth({ sign }: Legend, style: DrawTextStyle): number {
  const words = ends[sign].reduce((sum, word) => sum + measureText(word, style), 0);
  return Math.ceil(words + barWidth(style) + style.size);
}

/** Draws `low ▬ high` (or `− ▬ +`) with its left end at x, on the baseline y. */
export function drawLegend(canvas: PixelImage, x: number, y: number, legend: Legend, style: DrawTextStyle): void {
  const width = barWidth(style);
  const height = Math.round(style.size * 0.62);
  const start = Math.round(drawText(canvas, x, y, ends[legend.sign][0], style) + style.size / 2);
  // The frame keeps a white end from melting into the paper.
  paste(canvas, start, y - height, createCanvas(width, height, frame));
  paste(canvas, start + 1, y - height + 1, bar(legend, width - 2, height - 2));
  drawText(canvas, start + width + style.size / 2, y, ends[legend.sign][1], style);
}

function barWidth(style: DrawTextStyle): number {
  return Math.round(style.size * 4.5);
}

function bar({ colormap, sign }: Legend, width: number, height: number): PixelImage {
  const [from, to] = sign === 'signed' ? [-1, 1] : [0, 1];
  const data = Float32Array.from(
    { length: width * height },
    (_, i) => from + ((to - from) * (i % width)) / (width - 1),
  );
  return colourise({ width, height, sign, data, limit: 1 }, colormap);
}
