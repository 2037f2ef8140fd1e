import { readFile } from 'node:fs/promises';
import { ModelFileError } from './resolveModel.ts';

/** A JSON file beside the model. @throws ModelFileError unreadable or not JSON */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ModelFileError(`${path} is not readable JSON: mend it or move it away`, { cause });
  }
}
