/** An output that cannot be written: which file, why, and what to do, in one line. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist: create the folder first',
  ENOTDIR: 'a part of its path is not a folder: check the path',
  EISDIR: 'it is a folder: name a file in it',
  EACCES: 'permission is denied: choose another folder',
  EPERM: 'permission is denied: choose another folder',
  EROFS: 'the file system is read-only: choose another folder',
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  ENAMETOOLONG: 'its name is too long: choose a shorter one',
};

/** The failed system call as an OutputError; an OutputError stays itself. */
export function outputError(path: string, cause: unknown): OutputError {
  if (cause instanceof OutputError) return cause;
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new OutputError(`${path} cannot be written: ${reasons[code] ?? message}`, { cause });
}
