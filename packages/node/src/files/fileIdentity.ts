import { stat } from 'node:fs/promises';

/** Changes whenever the file at a path is written to or replaced, as far as the file system tells. */
export async function fileIdentity(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
