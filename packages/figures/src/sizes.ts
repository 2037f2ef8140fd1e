import { FigureError } from './figure.ts';

/** Sample sizes in order, each once. @throws FigureError there is none, or one is no number of samples */
export function orderedSizes(sizes: readonly number[], least: number): readonly [number, ...number[]] {
  const wrong = sizes.find((size) => !Number.isSafeInteger(size) || size < least);
  if (wrong !== undefined) throw new FigureError(`${wrong} is no sample size here; they are whole numbers ≥ ${least}`);
  if (sizes.length === 0) throw new FigureError('name at least one sample size, such as --sizes 1,10,50');
  return [...new Set(sizes)].sort((a, b) => a - b) as [number, ...number[]];
}
