import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../errors.ts';
import { readPhotoRows } from './photoRows.ts';

const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-rows-'));
function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('readPhotoRows', () => {
  it('takes columns by their names, and those of numbers as metrics', async () => {
    const path = written('a.csv', 'Insertion,filename,Label,note\n0.5,a.jpg,"tabby, tabby cat",good\n,b.jpg,,bad\n');
    expect(await readPhotoRows(path)).toEqual([
      { photo: 'a.jpg', label: 'tabby, tabby cat', metrics: { Insertion: 0.5 } },
      { photo: 'b.jpg', label: undefined, metrics: {} },
    ]);
  });

  it('takes objects, numbers as photos and labels, and leaves lists alone', async () => {
    const path = written('a.json', [{ top5: [['cat', 0.5]], id: 1, label: 282, auc: 0.25 }]);
    expect(await readPhotoRows(path)).toEqual([{ photo: '1', label: '282', metrics: { auc: 0.25 } }]);
  });

  it('takes an object from photos to labels', async () => {
    expect(await readPhotoRows(written('b.json', { 'a.jpg': 'cup', 'b.jpg': 3 }))).toEqual([
      { photo: 'a.jpg', label: 'cup', metrics: {} },
      { photo: 'b.jpg', label: '3', metrics: {} },
    ]);
  });

  it.each<[string, string, unknown, RegExp]>([
    ['no column of photos', 'c.csv', 'a,b\n1,2', /c\.csv: there is no column of photos; name the columns.*photo/],
    ['a short row', 'd.csv', 'photo,label\na.jpg', /d\.csv: row 2 has 1 fields, the first line 2/],
    [
      'a row without a photo',
      'e.csv',
      'photo,label\n,cup',
      /row 1 after the first line has nothing in the column photo/,
    ],
    ['no rows', 'f.csv', 'photo,label\n', /holds no rows/],
    ['an open quote', 'g.csv', 'photo,label\n"a,b', /not closed/],
    ['broken JSON', 'h.json', '[{"photo":', /h\.json is not JSON/],
    ['labels of classes', 'i.json', ['cat', 'dog'], /labels of classes, not of photos: pass it as --class-labels/],
    ['id2label', 'j.json', { id2label: { 0: 'cat' } }, /--class-labels/],
    ['a label that is a list', 'k.json', [{ photo: 'a', label: ['b'] }], /neither a text nor a number/],
    ['a list of lists', 'l.json', [['a', 'b']], /must hold objects such as/],
  ])('refuses %s', async (_, name, content, message) => {
    const reading = readPhotoRows(written(name, content));
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(message);
  });

  it('refuses a missing file', async () => {
    await expect(readPhotoRows(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv cannot be read \(ENOENT\)/);
  });
});
