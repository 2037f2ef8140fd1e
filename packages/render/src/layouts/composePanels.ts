import type { PixelImage } from '@smoothgrad/image';
import { createCanvas, paste, type Rgb } from '../picture/canvas.ts';
import { enlarge } from '../picture/enlarge.ts';
import { type DrawTextStyle, drawText } from '../text/drawText.ts';
import { wrapText } from '../text/wrapText.ts';
import { drawLegend, type Legend, legendWidth } from './legend.ts';
import { panelFactor } from './panelFactor.ts';

/** One picture of the row, before it is enlarged. */
export interface Panel {
  readonly picture: PixelImage;
  readonly title?: string | undefined;
  readonly legend?: Legend | undefined;
}

const paper: Rgb = [255, 255, 255];
const ink: Rgb = [24, 26, 31];
const softInk: Rgb = [92, 97, 107];
const mostCaptionLines = 3;
const mostTitleLines = 2;

interface Metrics {
  readonly factor: number;
  readonly panelHeight: number;
  /** Width a panel has for itself and its title: more than the panel's own where that is too narrow for words. */
  readonly slotWidth: number;
  readonly contentWidth: number;
  readonly small: DrawTextStyle;
  readonly heading: DrawTextStyle;
  readonly margin: number;
  readonly gutter: number;
  readonly titleHeight: number;
}

/** Panels of one size side by side on white, titles and legends above them, the caption below; all lengths follow the type. */
export function composePanels(panels: readonly [Panel, ...Panel[]], caption: readonly string[]): PixelImage {
  const metrics = measure(panels);
  const { margin, titleHeight, panelHeight, contentWidth, slotWidth, gutter } = metrics;
  const lines = captionLines(caption, metrics);
  const captionTop = margin + titleHeight + panelHeight;
  const height = captionTop + lines.reduce((sum, line) => sum + line.leading, 0) + margin;
  const canvas = createCanvas(contentWidth + 2 * margin, height, paper);
  panels.forEach((panel, index) => {
    drawPanel(canvas, margin + index * (slotWidth + gutter), panel, metrics);
  });
  let baseline = captionTop;
  for (const { text, leading, style } of lines) {
    baseline += leading;
    drawText(canvas, margin, baseline, text, style);
  }
  return canvas;
}

function measure(panels: readonly [Panel, ...Panel[]]): Metrics {
  const { width, height } = panels[0].picture;
  const factor = panelFactor(width, height);
  const size = Math.min(26, Math.max(13, Math.round((width * factor * panels.length) / 64)));
  const gutter = Math.round(size * 1.2);
  const slotWidth = Math.max(width * factor, Math.ceil((size * 20) / panels.length));
  return {
    factor,
    panelHeight: height * factor,
    slotWidth,
    contentWidth: slotWidth * panels.length + gutter * (panels.length - 1),
    small: { size, colour: softInk },
    heading: { size: Math.round(size * 1.15), weight: 'bold', colour: ink },
    margin: Math.round(size * 1.7),
    gutter,
    titleHeight: titleHeight(panels, slotWidth, size),
  };
}

function titleHeight(panels: readonly Panel[], slotWidth: number, size: number): number {
  const lines = panels.map(({ title, legend }) =>
    title ? wrapText(title, slotWidth, { size }, mostTitleLines).length : Number(legend !== undefined),
  );
  const most = Math.max(...lines);
  return most === 0 ? 0 : Math.round(size * 1.4) + (most - 1) * titleLeading(size);
}

function titleLeading(size: number): number {
  return Math.round(size * 1.35);
}

function drawPanel(canvas: PixelImage, x: number, panel: Panel, metrics: Metrics): void {
  const { margin, small, slotWidth } = metrics;
  const top = margin + metrics.titleHeight;
  const picture = enlarge(panel.picture, metrics.factor);
  paste(canvas, x, top, picture);
  const baseline = top - Math.round(small.size * 0.65);
  const lines = panel.title ? wrapText(panel.title, slotWidth, small, mostTitleLines) : [];
  let end = x - small.size;
  lines.forEach((line, index) => {
    end = drawText(canvas, x, baseline - (lines.length - 1 - index) * titleLeading(small.size), line, small);
  });
  if (!panel.legend) return;
  // The number and the unit only where they fit beside the title.
  const candidates = [
    panel.legend,
    { ...panel.legend, unit: panel.legend.unit && '' },
    { ...panel.legend, unit: undefined },
  ];
  for (const legend of candidates) {
    const start = x + picture.width - legendWidth(legend, small);
    if (start < end + small.size) continue;
    drawLegend(canvas, start, baseline, legend, small);
    return;
  }
}

interface CaptionLine {
  readonly text: string;
  /** From the baseline above, in whole pixels. */
  readonly leading: number;
  readonly style: DrawTextStyle;
}

function captionLines(caption: readonly string[], { contentWidth, heading, small }: Metrics): CaptionLine[] {
  return caption.flatMap((paragraph, index) => {
    const style = index === 0 ? heading : small;
    return wrapText(paragraph, contentWidth, style, mostCaptionLines).map((text, line) => {
      const first = index === 0 && line === 0;
      return { text, style, leading: Math.round(style.size * (first ? 1.75 : 1.45)) };
    });
  });
}
