import { join } from 'node:path';
import type { LoadedModel } from '@smoothgrad/node';
import { tensorsOf } from '@smoothgrad/onnx';

/** All files a model is read from: itself and those its weights lie in. */
export function modelFiles({ file, folder, model }: LoadedModel): string[] {
  const files = new Set([file]);
  for (const { data } of tensorsOf(model)) {
    if (data.kind === 'file') files.add(join(folder, data.file));
  }
  return [...files];
}
