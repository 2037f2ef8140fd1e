import { existsSync } from 'node:fs';
import type { Baseline } from '@smoothgrad/attribution';
import type { PhotoClassifier } from '@smoothgrad/node';
import { UsageError } from '../errors.ts';
import { baselineNames } from '../options/names.ts';
import { readTensor } from './subject.ts';

/** Whether `--baseline` names a file, which only a loaded model can prepare. @throws UsageError it is neither a name nor a file */
export function isBaselineFile(text: string): boolean {
  if ((baselineNames as readonly string[]).includes(text)) return false;
  if (existsSync(text)) return true;
  throw new UsageError(`--baseline ${text} is neither a file nor one of ${baselineNames.join(', ')}`);
}

/** A baseline by its name, or the tensor of a .npy file, or of a photo as the model takes it. */
export async function baselineOf(text: string, classifier: PhotoClassifier): Promise<Baseline> {
  if (!isBaselineFile(text)) return text as Baseline;
  if (/\.npy$/i.test(text)) return (await readTensor(text)).data;
  return (await classifier.prepare(text)).tensor;
}
