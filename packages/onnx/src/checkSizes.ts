import { byteLength } from './elements.ts';
import { SpecialisationError } from './errors.ts';
import type { Value } from './ir.ts';
import { elementCount } from './shapes.ts';

/** The largest layer of a classifier of photos takes a tenth of this. */
const MOST_BYTES = 2 ** 31;

/**
 * Refuses what would take all memory, before it is asked for: the runtime allocates as long as the machine has any.
 *
 * @throws SpecialisationError naming the first such value
 */
export function checkSizes(values: Iterable<Value>): void {
  for (const { name, type, shape } of values) {
    const bytes = byteLength(type, elementCount(shape)) ?? 0;
    if (bytes <= MOST_BYTES) continue;
    throw new SpecialisationError(
      `'${name}' of shape [${shape}] alone would take ${(bytes / 1e9).toLocaleString('en', { maximumSignificantDigits: 3 })} GB of memory; the limit is 2 GiB. If the size of the input is open, give a smaller --size`,
    );
  }
}
