import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sha256File } from './sha256File.ts';

const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-sha-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** FIPS 180-4 examples: the empty message, "abc", and a million times "a". */
it.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
])('of %.10j', async (content, digest) => {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  expect(await sha256File(path)).toBe(digest);
});

it('rejects a missing file', async () => {
  await expect(sha256File(join(folder, 'nowhere'))).rejects.toThrow(/ENOENT/);
});
