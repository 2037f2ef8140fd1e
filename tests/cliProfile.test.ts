import { beforeAll, expect, it } from 'vitest';
import { at, emptyFolder, explain, tiny, writeFixtures } from './support/cliFixtures.ts';

beforeAll(writeFixtures);

it('--profile says which operators take the time', async () => {
  const cwd = emptyFolder();
  const args = [at('photo.png'), ...tiny, '--method', 'gradient', '--profile', '--force'];
  const { code, stdout } = await explain(cwd, ...args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^one gradient on one thread: .* ms in its operators/m);
  expect(stdout).toMatch(/ Conv +forward +\d+ +/);
  const lines = (await explain(cwd, ...args, '--json')).stdout.trimEnd().split('\n');
  const { profile } = JSON.parse(lines[1]!);
  expect(lines).toHaveLength(2);
  const backward = profile.rows.filter(({ pass }: { pass: string }) => pass === 'backward');
  expect(backward.length).toBeGreaterThan(2);
  const shares = profile.rows.map(({ share }: { share: number }) => share);
  expect(shares.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1, 9);
});
