import { statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { UsageError } from '../errors.ts';

/** Where results go: into a folder under names of ours, or to the one file the user named. */
export type Destination = { readonly kind: 'folder' | 'file'; readonly path: string };

/**
 * What the user means by `-o PATH` or `--save PATH`: an existing folder or a path with a final slash is a folder (made when
 * needed); anything else is a file, which must have the right extension and can hold one result only.
 *
 * @throws UsageError another extension, or several results for one file
 */
export function destinationOf(option: string, path: string, extension: string, several: boolean): Destination {
  if (path === '') throw new UsageError(`${option} is empty: name a ${extension} file, or a folder with a final slash`);
  if (/[/\\]$/.test(path) || isFolder(path)) return { kind: 'folder', path };
  if (extname(path).toLowerCase() !== extension) {
    throw new UsageError(`${option} ${path} must end in ${extension}; for a folder write '${path}/'`);
  }
  if (several) {
    throw new UsageError(
      `${option} ${path} can hold one result and there are several: name a folder, with a final slash`,
    );
  }
  return { kind: 'file', path };
}

/** The path for a result of that name, as the user would write it. */
export function pathIn(destination: Destination, name: string): string {
  return destination.kind === 'file' ? destination.path : join(destination.path, name);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
