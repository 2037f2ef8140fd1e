import type { LoadedModel } from '@smoothgrad/node';

/** All files a model is read from: itself and those its weights lie in. */
export function modelFiles({ file, weightPaths }: LoadedModel): string[] {
  return [...new Set([file, ...weightPaths.values()])];
}
