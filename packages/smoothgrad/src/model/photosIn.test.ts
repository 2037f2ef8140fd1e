import { copyFileSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { photoStamps } from './photosIn.ts';

it('stamps change with the photos of a folder and with nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-'));
  const photo = join(folder, 'a.png');
  writeFileSync(photo, 'one');
  const first = await photoStamps(folder);
  writeFileSync(join(folder, 'notes.txt'), 'no photo');
  expect(await photoStamps(folder)).toEqual(first);
  utimesSync(photo, 1, 1);
  const later = await photoStamps(folder);
  expect(later).not.toEqual(first);
  copyFileSync(photo, join(folder, 'b.png'));
  expect((await photoStamps(folder)).map(([name]) => name)).toEqual(['a.png', 'b.png']);
  await expect(photoStamps(join(folder, 'nowhere'))).rejects.toThrow(/cannot be read as a folder/);
});
