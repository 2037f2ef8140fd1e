import { describe, expect, it } from 'vitest';
import { colormaps } from '../colormaps/index.ts';
import { measureText } from '../text/measureText.ts';
import { type Grid, gridScene } from './grid.ts';
import type { Mark, PictureMark, TextMark } from './scene.ts';

const picture = (width: number, height: number) => ({
  width,
  height,
  channels: 3 as const,
  data: new Uint8Array(3 * width * height),
});
const cell = (label: string, note?: string) => ({ picture: picture(40, 20), label, note });
const of = <K extends Mark['kind']>(marks: readonly Mark[], kind: K) =>
  marks.filter((mark) => mark.kind === kind) as Extract<Mark, { kind: K }>[];

const grid: Grid = {
  title: 'Noise levels',
  columns: ['photo', '0 %', '10 %'],
  rows: [
    { title: 'cat', cells: [cell('a'), cell('b', 'note of b'), cell('c')] },
    { title: 'dog', cells: [cell('d'), undefined, cell('f')] },
  ],
  caption: ['n = 50'],
  legends: [{ colormap: colormaps.grey, sign: 'absolute', limit: 0.0123, unit: 'logit', text: 'each by itself' }],
};

describe('a grid', () => {
  const { marks, width, height } = gridScene(grid);
  const pictures = of(marks, 'picture').filter(({ label }) => label !== 'colour bar') as PictureMark[];
  const texts = of(marks, 'text') as TextMark[];

  it('puts cells in columns and rows, in the proportions of the pictures, none over another', () => {
    expect(pictures.map(({ label }) => label)).toEqual(['a', 'b', 'c', 'd', 'f']);
    const [a, b, c, d, f] = pictures as [PictureMark, PictureMark, PictureMark, PictureMark, PictureMark];
    expect(a.width).toBe(2 * a.height);
    expect([a.y, b.y, c.y]).toEqual([a.y, a.y, a.y]);
    expect([d.x, f.x]).toEqual([a.x, c.x]);
    expect(b.x).toBeGreaterThanOrEqual(a.x + a.width);
    expect(d.y).toBeGreaterThan(a.y + a.height);
    for (const each of pictures) {
      expect(each.x >= 0 && each.x + each.width <= width && each.y + each.height <= height).toBe(true);
    }
  });

  it('has its words where they belong', () => {
    const at = (text: string) => texts.find((mark) => mark.text === text)!;
    for (const [text, label] of [
      ['photo', 'a'],
      ['0 %', 'b'],
      ['10 %', 'c'],
    ] as const) {
      const column = pictures.find((each) => each.label === label)!;
      expect(at(text).x).toBe(column.x + column.width / 2);
      expect(at(text).y).toBeLessThan(column.y);
    }
    expect(at('note of b').y).toBeGreaterThan(pictures[1]!.y + pictures[1]!.height);
    expect(at('cat').y).toBeLessThan(pictures[0]!.y);
    expect(at('dog').y).toBeGreaterThan(at('note of b').y);
    expect(at('n = 50').y).toBeLessThan(height);
  });

  it('says with a bar what the colours mean', () => {
    const words = texts.map(({ text }) => text);
    expect(words).toEqual(expect.arrayContaining(['0', '0.012 logit', 'each by itself']));
    expect(of(marks, 'picture').some(({ label }) => label === 'colour bar')).toBe(true);
  });

  it('breaks what the colours mean where the picture ends, above the caption', () => {
    const text =
      'the size of the derivative by each pixel, summed over channels; top 1 % capped; each map on its own scale';
    const narrow = gridScene({
      ...grid,
      columns: ['photo'],
      rows: [{ cells: [cell('a')] }],
      legends: [{ ...grid.legends![0]!, text }],
    });
    const written = of(narrow.marks, 'text') as TextMark[];
    for (const mark of written.filter(({ anchor }) => anchor === undefined)) {
      expect(mark.x + measureText(mark.text, { size: mark.size })).toBeLessThanOrEqual(narrow.width);
    }
    const lines = written.filter((mark) => text.includes(mark.text) && mark.text.includes(' '));
    expect(lines.map((mark) => mark.text).join(' ')).toBe(text);
    expect(lines.length).toBeGreaterThan(1);
    expect(written.find((mark) => mark.text === 'n = 50')!.y).toBeGreaterThan(lines.at(-1)!.y + 10);
  });

  it('gives charts the width of several columns', () => {
    const sizes: number[][] = [];
    const chart = {
      columns: 2,
      chart(w: number, h: number) {
        sizes.push([w, h]);
        return '<svg/>';
      },
    };
    const scene = gridScene({ ...grid, columns: [], rows: [{ cells: [cell('a'), chart, cell('b')] }] });
    const [a, b] = of(scene.marks, 'picture') as [PictureMark, PictureMark];
    const graphic = of(scene.marks, 'graphic')[0]!;
    expect(sizes).toEqual([[graphic.width, graphic.height]]);
    expect(graphic.x).toBeGreaterThan(a.x + a.width - 1);
    expect(graphic.x + graphic.width).toBeLessThan(b.x);
    expect(graphic.width).toBeGreaterThan(2 * a.width);
  });
});
