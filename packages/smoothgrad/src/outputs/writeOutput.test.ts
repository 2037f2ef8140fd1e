import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkOutput, type OutputRules, writeOutput } from './writeOutput.ts';

const bytes = Uint8Array.of(1, 2, 3);
let folder: string;
let rules: OutputRules;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
  writeFileSync(join(folder, 'photo.png'), 'the photo');
  writeFileSync(join(folder, 'ours.png'), 'ours: old');
  writeFileSync(join(folder, 'theirs.png'), 'theirs');
  mkdirSync(join(folder, 'folder.png'));
  const isOurs = (content: Uint8Array) => Buffer.from(content).toString().startsWith('ours');
  rules = { force: false, inputs: [join(folder, 'photo.png')], isOurs, makeFolder: true };
});

const text = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('what may be written', () => {
  it('a new file, also in a folder to be made; an own one anew', async () => {
    for (const name of ['new.png', 'a/b/new.png', 'ours.png']) {
      await checkOutput(join(folder, name), rules);
      expect(existsSync(join(folder, 'a'))).toBe(false);
    }
    for (const name of ['new.png', 'a/b/new.png', 'ours.png']) {
      await writeOutput(join(folder, name), bytes, rules);
      expect([...readFileSync(join(folder, name))]).toEqual([1, 2, 3]);
    }
  });

  it("somebody else's file only by force", async () => {
    const path = join(folder, 'theirs.png');
    await expect(checkOutput(path, rules)).rejects.toThrow(/theirs\.png exists .* --force/);
    await expect(writeOutput(path, bytes, rules)).rejects.toThrow(/theirs\.png/);
    expect(text('theirs.png')).toBe('theirs');
    await writeOutput(path, bytes, { ...rules, force: true });
    expect(text('theirs.png')).not.toBe('theirs');
  });

  it('an input never, also behind a link', async () => {
    symlinkSync(join(folder, 'photo.png'), join(folder, 'link.png'));
    for (const name of ['photo.png', 'link.png']) {
      const path = join(folder, name);
      await expect(checkOutput(path, { ...rules, force: true })).rejects.toThrow(
        /is an input and is never overwritten/,
      );
      await expect(writeOutput(path, bytes, { ...rules, force: true })).rejects.toThrow(/is an input/);
    }
    expect(text('photo.png')).toBe('the photo');
  });

  it('a folder never, and nothing where its folder is no folder or is missing', async () => {
    await expect(checkOutput(join(folder, 'folder.png'), rules)).rejects.toThrow(/is a folder/);
    await expect(checkOutput(join(folder, 'theirs.png', 'x.png'), rules)).rejects.toThrow(
      /theirs\.png is not an existing folder/,
    );
    await expect(checkOutput(join(folder, 'no', 'x.png'), { ...rules, makeFolder: false })).rejects.toThrow(
      /not an existing folder/,
    );
    expect(readdirSync(folder).sort()).toEqual(['folder.png', 'ours.png', 'photo.png', 'theirs.png']);
  });
});
