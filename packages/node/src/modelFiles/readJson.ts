import { readFileSync } from 'node:fs';
import { ModelFileError } from './resolveModel.ts';

/** A JSON file beside the model. @throws ModelFileError unreadable or not JSON */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new ModelFileError(`${path} is not readable JSON: mend it or move it away`, { cause });
  }
}
