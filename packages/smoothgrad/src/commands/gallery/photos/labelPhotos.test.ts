import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../errors.ts';
import { labelPhotos } from './labelPhotos.ts';

const classes = { labels: ['tabby cat, tabby', 'tiger cat', 'cup', 'crane', 'crane'], classes: 5 };
const photo = (name: string) => ({ name, path: `photos/${name}`, id: 'x' });
const row = (of: string, label?: string) => ({ photo: of, label, metrics: { order: 1 } });
const label = (names: string[], rows: ReturnType<typeof row>[]) =>
  labelPhotos(names.map(photo), rows, classes, 'labels.csv').map((truth) => truth?.label);

describe('labelPhotos', () => {
  it.each<[string, string, string]>([
    ['its name', 'a.jpg', 'a.jpg'],
    ['a name with the start of a path', './a.jpg', 'a.jpg'],
    ['the end of its path', 'a.jpg', 'cats/a.jpg'],
    ['a longer path', 'val/cats/a.jpg', 'cats/a.jpg'],
    ['a path as on Windows', 'cats\\a.jpg', 'cats/a.jpg'],
    ['its name without the extension', 'a', 'a.jpg'],
    ['the number in its name', '7', '007.png'],
    ['accents composed in another way', 'a\u0308.jpg', 'ä.jpg'],
  ])('a row means a photo by %s', (_, of, name) => {
    expect(label([name], [row('other.jpg', '1'), row(of, 'cup')])).toEqual([2]);
  });

  it('resolves indices and texts as targets are; leaves out what has no row or no label', () => {
    const rows = [row('a.jpg', '3'), row('b.jpg', 'tabby'), row('c.jpg')];
    expect(labelPhotos(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].map(photo), rows, classes, 'labels.csv')).toEqual([
      { label: 3, metrics: { order: 1 } },
      { label: 0, metrics: { order: 1 } },
      { label: undefined, metrics: { order: 1 } },
      undefined,
    ]);
  });

  it('keeps photos of one name in several folders apart', () => {
    expect(label(['a/x.jpg', 'b/x.jpg'], [row('b/x.jpg', '1'), row('a/x.jpg', '2')])).toEqual([2, 1]);
    expect(label(['a/x.jpg', 'b/x.jpg'], [row('b/x.jpg', '1')])).toEqual([undefined, 1]);
  });

  it.each<[string, string[], ReturnType<typeof row>[], RegExp]>([
    [
      'a row for two photos',
      ['a/x.jpg', 'b/x.jpg'],
      [row('x.jpg', '1')],
      /x\.jpg in labels\.csv can mean a\/x\.jpg and b/,
    ],
    ['two rows for a photo', ['x.jpg'], [row('x.jpg', '1'), row('x.jpg', '2')], /2 rows for x\.jpg/],
    ['rows for none', ['x.jpg'], [row('y.jpg', '1')], /no row of labels\.csv means a photo: it has y\.jpg.*x\.jpg/],
    ['an unknown label', ['x.jpg'], [row('x.jpg', 'mug')], /labels\.csv, x\.jpg: "mug" names no class/],
    ['a class that is not there', ['x.jpg'], [row('x.jpg', '5')], /5 classes, 0 to 4/],
    ['a label that depends on scores', ['x.jpg'], [row('x.jpg', 'best:cat')], /depends on the scores/],
    [
      'a label of two classes, without scores that nobody knows',
      ['x.jpg'],
      [row('x.jpg', 'crane')],
      /"crane" names 2 classes: 3 "crane"; 4 "crane"\. Give an index$/,
    ],
  ])('refuses %s', (_, names, rows, message) => {
    expect(() => label(names, rows)).toThrow(UsageError);
    expect(() => label(names, rows)).toThrow(message);
  });
});
