import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { GalleryFlags } from '../flags.ts';
import { createColumns } from './columns.ts';

it('the photos of --patches have a say in a map, not the name of their folder alone', async () => {
  const patches = mkdtempSync(join(tmpdir(), 'smoothgrad-'));
  const flags = { method: ['prediction-difference'], samples: 1, samplesOf: {}, patches } as unknown as GalleryFlags;
  const settings = async () => (await createColumns(flags))[0]!.plain!.settings;
  writeFileSync(join(patches, 'a.png'), 'one');
  const first = await settings();
  expect(await settings()).toEqual(first);
  writeFileSync(join(patches, 'a.png'), 'other');
  expect(await settings()).not.toEqual(first);
});
