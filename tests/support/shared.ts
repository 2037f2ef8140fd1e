import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const sharedRoot = process.env.SMOOTHGRAD_SHARED ?? join(repositoryRoot, '..', 'shared');

/** A path in the development material beside the repository, or undefined (with a line that says so) where it is missing. */
export function sharedPath(...parts: readonly string[]): string | undefined {
  const path = join(sharedRoot, ...parts);
  if (existsSync(path)) return path;
  console.warn(`skipped: ${parts.join('/')} is not beside this clone (set SMOOTHGRAD_SHARED to the folder that has it)`);
  return undefined;
}
