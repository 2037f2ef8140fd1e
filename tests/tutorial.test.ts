import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { repositoryRoot } from './support/shared.ts';

const run = promisify(execFile);

it('the code of docs/tutorial.md does what it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-tutorial-'));
  for (const name of ['node_modules', 'photos']) symlinkSync(join(repositoryRoot, name), join(folder, name));
  const text = readFileSync(join(repositoryRoot, 'docs', 'tutorial.md'), 'utf8');
  const blocks = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);
  expect(blocks).toHaveLength(5);
  writeFileSync(join(folder, 'tutorial.mjs'), blocks.join('\n'));
  const { stdout } = await run(process.execPath, ['tutorial.mjs'], { cwd: folder });
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toMatch(/^espresso 0\.\d+/);
  expect(lines[1]).toMatch(/^samples 20 relative standard error \d/);
  expect(lines.join(' ')).toMatch(/smoothgrad\(integrated-gradients\) S .*smoothgrad\(guided-backprop\)/s);
  expect(lines.at(-1)).toBe('cup rather than espresso');
  const sizes = ['gradient', 'smoothgrad', 'noise-levels'].map((name) => {
    const { width, height } = decode(readFileSync(join(folder, `${name}.png`)));
    return width * height;
  });
  for (const size of sizes) expect(size).toBeGreaterThan(100_000);
  expect(readFileSync(join(folder, 'noise-levels.svg'), 'utf8')).toContain('0 % (gradient)');
}, 120_000);
