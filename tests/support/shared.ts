import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
const folder = process.env.SMOOTHGRAD_SHARED ?? join(repositoryRoot, '..', 'shared');

/**
 * Path of something in the folder of shared test material (`SMOOTHGRAD_SHARED`, default `../shared` beside the repository), or
 * undefined, with one line on the console, where it is missing: a clone works without it, and tests that need it are skipped.
 */
export function sharedPath(...parts: string[]): string | undefined {
  const path = join(folder, ...parts);
  if (existsSync(path)) return path;
  console.info(
    `skipped: ${join('shared', ...parts)} is not here (set SMOOTHGRAD_SHARED to the folder of shared test material)`,
  );
  return undefined;
}
