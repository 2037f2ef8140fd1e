import type { PixelImage } from '@smoothgrad/image';
import { colourBar, type Legend, shortNumber } from '../layouts/legend.ts';
import type { Rgb } from '../picture/canvas.ts';
import { measureText } from '../text/measureText.ts';
import { wrapText } from '../text/wrapText.ts';
import type { GraphicMark, Mark, Scene, TextMark } from './scene.ts';

/** One picture of a grid. */
export interface GridCell {
  readonly picture: PixelImage;
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  /** A short line below it. */
  readonly note?: string | undefined;
}

/** A chart in the place of a picture; drawn as wide as `columns` columns. */
export interface GridChart {
  readonly columns: number;
  /** Made for that size. */
  chart(width: number, height: number): string;
  readonly note?: string | undefined;
}

export interface GridRow {
  /** Above the row. */
  readonly title?: string | undefined;
  readonly cells: readonly (GridCell | GridChart | undefined)[];
}

/** Pictures in rows and columns, as the figures of papers. */
export interface Grid {
  readonly title: string;
  /** Above each column; an empty list: none. */
  readonly columns: readonly string[];
  readonly rows: readonly GridRow[];
  /** Below everything; each is a paragraph. */
  readonly caption: readonly string[];
  /** What the colours of the maps mean. */
  readonly legends?: readonly GridLegend[] | undefined;
}

export interface GridLegend extends Legend {
  /** Behind the bar: `each map by itself, the top 1 % capped`. */
  readonly text: string;
}

const ink: Rgb = [24, 26, 31];
const softInk: Rgb = [92, 97, 107];
const frame: Rgb = [170, 174, 182];
const margin = 24;
const gap = 10;
const type = 13;
const leading = 18;
const widest = 1500;

/** The cell's width: as large as a page allows, and whole. */
function cellWidth(columns: number): number {
  return Math.max(110, Math.min(256, Math.floor((widest - gap * (columns - 1)) / columns)));
}

/** A grid as a scene; all cells have the proportions of the first picture. */
export function gridScene({ title, columns, rows, caption, legends = [] }: Grid): Scene {
  const count = Math.max(columns.length, ...rows.map(({ cells }) => spans(cells)));
  const width = cellWidth(count);
  const height = Math.round(width * proportion(rows));
  const content = Math.max(count * width + (count - 1) * gap, 420);
  const marks: Mark[] = [];
  let y = margin;
  const line = (text: string, style: Partial<TextMark> = {}) => {
    y += leading;
    marks.push({ kind: 'text', x: margin, y, text, size: type, colour: softInk, ...style });
  };
  for (const text of wrapText(title, content, { size: 17, weight: 'bold' }, 2)) {
    y += 4;
    line(text, { size: 17, weight: 'bold', colour: ink });
  }
  y += gap;
  y = addTitles(marks, columns, y, width);
  for (const row of rows) {
    for (const text of row.title ? wrapText(row.title, content, { size: type, weight: 'bold' }, 2) : []) {
      line(text, { weight: 'bold', colour: ink });
    }
    y = addCells(marks, row, y + 8, { width, height });
  }
  for (const legend of legends) y = addLegend(marks, legend, y + gap, margin + content);
  y += gap / 2;
  for (const paragraph of caption) for (const text of wrapText(paragraph, content, { size: type }, 6)) line(text);
  return { width: content + 2 * margin, height: y + margin, description: title, marks };
}

const isChart = (cell: GridCell | GridChart): cell is GridChart => 'chart' in cell;

function spans(cells: GridRow['cells']): number {
  return cells.reduce((sum, cell) => sum + (cell !== undefined && isChart(cell) ? cell.columns : 1), 0);
}

function proportion(rows: readonly GridRow[]): number {
  const pictures = rows.flatMap(({ cells }) => cells.filter((cell) => cell !== undefined && !isChart(cell)));
  const [first] = pictures as GridCell[];
  return first === undefined ? 1 : first.picture.height / first.picture.width;
}

function addTitles(marks: Mark[], columns: readonly string[], top: number, width: number): number {
  const titles = columns.map((text) => wrapText(text, width, { size: type }, 2));
  const most = Math.max(0, ...titles.map(({ length }) => length));
  titles.forEach((lines, column) => {
    const x = margin + column * (width + gap) + width / 2;
    lines.forEach((text, i) => {
      const y = top + (most - lines.length + i + 1) * leading - 4;
      marks.push({ kind: 'text', x, y, text, size: type, colour: ink, anchor: 'middle' });
    });
  });
  return top + most * leading;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function addCells(marks: Mark[], { cells }: GridRow, top: number, { width, height }: Size): number {
  let column = 0;
  let notes = 0;
  for (const cell of cells) {
    const x = margin + column * (width + gap);
    const span = cell !== undefined && isChart(cell) ? cell.columns : 1;
    column += span;
    if (cell === undefined) continue;
    const wide = span * width + (span - 1) * gap;
    marks.push(drawn(cell, x, top, { width: wide, height }));
    const lines = cell.note === undefined ? [] : wrapText(cell.note, wide, { size: 11 }, 2);
    notes = Math.max(notes, lines.length);
    lines.forEach((text, i) => {
      const y = top + height + 14 + i * 14;
      marks.push({ kind: 'text', x: x + wide / 2, y, text, size: 11, colour: softInk, anchor: 'middle' });
    });
  }
  return top + height + (notes > 0 ? 6 + notes * 14 : 0);
}

function drawn(cell: GridCell | GridChart, x: number, y: number, size: Size): Mark {
  if (!isChart(cell)) return { kind: 'picture', x, y, ...size, picture: cell.picture, label: cell.label };
  return { kind: 'graphic', x, y, ...size, svg: cell.chart(size.width, size.height) } satisfies GraphicMark;
}

/** `0 ▬▬▬ 0.013 ∂logit/∂pixel  each map by itself`. */
function addLegend(marks: Mark[], legend: GridLegend, top: number, right: number): number {
  const { sign, limit, unit = '', text } = legend;
  const isSigned = sign === 'signed';
  const end = limit === undefined ? 'high' : shortNumber(limit);
  const [from, to] = [isSigned ? `−${end}` : '0', `${end} ${unit}`.trim()];
  const y = top + leading - 4;
  const word = (x: number, each: string): TextMark => ({ kind: 'text', x, y, text: each, size: 11, colour: softInk });
  const start = margin + measureText(from, { size: 11 }) + 6;
  const bar = { x: start, y: y - 9, width: 120, height: 10 };
  const behind = start + bar.width + 6;
  const beside = behind + measureText(to, { size: 11 }) + 14;
  const lines = wrapText(text, right - beside, { size: 11 }, 4);
  marks.push(
    word(margin, from),
    { kind: 'picture', ...bar, picture: colourBar(legend, 240, 1), label: 'colour bar' },
    { kind: 'rectangle', ...bar, stroke: frame },
    word(behind, to),
    ...lines.map((each, i) => ({ ...word(beside, each), y: y + i * 14 })),
  );
  return top + leading + (lines.length - 1) * 14;
}
