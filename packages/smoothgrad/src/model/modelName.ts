import { basename, dirname, join, relative, resolve } from 'node:path';
import { defaultModelName } from './defaultModel.ts';

/** How results name a model file: as the user typed it, with the file found in it where that was a folder. */
export function modelName(typed: string | undefined, file: string): string {
  if (typed === undefined) return defaultModelName;
  if (basename(typed) === basename(file) && resolve(typed) === resolve(dirname(file), basename(file))) return typed;
  return join(typed, relative(resolve(typed), file));
}
