import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { destinationOf, pathIn } from './destination.ts';

const existing = mkdtempSync(join(tmpdir(), 'destination-'));

it('takes an existing folder or a final slash as a folder', () => {
  for (const path of [existing, 'new/', 'new.png/']) {
    const destination = destinationOf('--output', path, '.png', true);
    expect(destination).toEqual({ kind: 'folder', path });
    expect(pathIn(destination, 'a.png')).toBe(join(path, 'a.png'));
  }
});

it('takes anything else as a file for one result', () => {
  const destination = destinationOf('--output', 'out/A.PNG', '.png', false);
  expect(pathIn(destination, 'ignored.png')).toBe('out/A.PNG');
  expect(destinationOf('--output', '/dev/null/a.png', '.png', false).kind).toBe('file');
  expect(() => destinationOf('--output', 'a.png', '.png', true)).toThrow(/one result and there are several/);
});

it('refuses another extension and says how to name a folder', () => {
  expect(() => destinationOf('--output', 'maps', '.png', false)).toThrow(
    "--output maps must end in .png; for a folder write 'maps/'",
  );
  expect(() => destinationOf('--save', 'a.png', '.npz', false)).toThrow(/must end in \.npz/);
  expect(() => destinationOf('--output', '', '.png', false)).toThrow('--output is empty: name a .png file');
});
