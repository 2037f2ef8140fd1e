import { readFile } from 'node:fs/promises';
import { parseLabels } from '@smoothgrad/image';
import { messageAbout, UsageError } from '../errors.ts';

/** Class labels from a file the user names. @throws UsageError unreadable, or no labels in it */
export async function readLabels(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`the labels ${path} cannot be read (${cause.code ?? cause.message}): check the path`, {
      cause,
    });
  });
  try {
    return parseLabels(text);
  } catch (cause) {
    throw new UsageError(messageAbout(path, cause), { cause });
  }
}
