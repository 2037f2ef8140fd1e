import { RenderError } from '../errors.ts';

/**
 * The p-th percentile, linearly interpolated between the two nearest ranks: `numpy.percentile(values, p)`.
 *
 * @param values at least one finite number, in any order; left as they are.
 * @param p in [0, 100].
 * @throws RenderError for p outside [0, 100] or no values.
 */
export function percentile(values: Float32Array | Float64Array, p: number): number {
  if (!(p >= 0 && p <= 100)) throw new RenderError(`The percentile ${p} is outside [0, 100]. The paper caps at 99.`);
  if (values.length === 0) throw new RenderError('An empty list has no percentile.');
  const sorted = values.slice().sort();
  const rank = (p / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  return below + (above - below) * (rank - Math.floor(rank));
}
