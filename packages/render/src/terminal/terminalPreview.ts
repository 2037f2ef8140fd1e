import type { PixelImage } from '@smoothgrad/image';
import { RenderError } from '../errors.ts';
import type { Rgb } from '../picture/canvas.ts';
import { ansi256 } from './ansi256.ts';
import { areaAverage } from './areaAverage.ts';

/** What a terminal can show. */
export type TerminalColours = 'truecolor' | '256' | 'none';

export interface TerminalPreviewOptions {
  /** Width of the preview in character cells, a whole number from 1. */
  readonly columns: number;
  readonly colours: TerminalColours;
}

/** Dark to light, for a dark terminal. */
const ramp = ' .:-=+*#%@';

type PaintLine = (upper: readonly Rgb[], lower: readonly Rgb[]) => string;

const painters: Record<TerminalColours, PaintLine> = {
  truecolor: coloured(([red, green, blue]) => `2;${red};${green};${blue}`),
  '256': coloured((colour) => `5;${ansi256(colour)}`),
  none: (upper, lower) => upper.map((colour, x) => letter(colour, lower[x]!)).join(''),
};

/**
 * A picture as lines of text. A character cell is twice as high as wide: with colours each holds two pixels as an upper half
 * block ▀, without it one of ten characters from dark to light. Lines end with a reset and a newline.
 *
 * @throws RenderError for a number of columns that is not a whole number from 1.
 */
export function terminalPreview(picture: PixelImage, { columns, colours }: TerminalPreviewOptions): string {
  if (!Number.isInteger(columns) || columns < 1) {
    throw new RenderError(`A preview of ${columns} columns cannot be drawn. Pass a whole number from 1.`);
  }
  const lines = Math.max(1, Math.round((columns * picture.height) / picture.width / 2));
  const small = areaAverage(picture, columns, 2 * lines);
  const pixelRow = (y: number): Rgb[] =>
    Array.from({ length: columns }, (_, x) => {
      const at = 3 * (y * columns + x);
      return [small.data[at]!, small.data[at + 1]!, small.data[at + 2]!];
    });
  const paint = painters[colours];
  return Array.from({ length: lines }, (_, i) => `${paint(pixelRow(2 * i), pixelRow(2 * i + 1))}\n`).join('');
}

function coloured(code: (colour: Rgb) => string): PaintLine {
  return (upper, lower) => {
    let before = '';
    const cells = upper.map((colour, x) => {
      const sequence = `\x1b[38;${code(colour)};48;${code(lower[x]!)}m`;
      const cell = sequence === before ? '▀' : `${sequence}▀`;
      before = sequence;
      return cell;
    });
    return `${cells.join('')}\x1b[0m`;
  };
}

function letter(upper: Rgb, lower: Rgb): string {
  const lightness = [...upper, ...lower].reduce((sum, value) => sum + value, 0) / 6;
  return ramp[Math.min(ramp.length - 1, Math.floor((lightness / 256) * ramp.length))]!;
}
