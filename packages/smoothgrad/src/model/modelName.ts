import { join, relative, resolve } from 'node:path';
import { defaultModelName } from './defaultModel.ts';

/** How results name a model file: as the user typed it, with the file found in it where that was a folder. */
export function modelName(typed: string | undefined, file: string): string {
  if (typed === undefined) return defaultModelName;
  return resolve(typed) === file ? typed : join(typed, relative(resolve(typed), file));
}
