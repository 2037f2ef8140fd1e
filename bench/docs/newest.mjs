import { kindOf } from '../machine.mjs';

/**
 * Of every kind of machine the newest result that has per-sample figures, and the newest that has growth curves. A machine that was
 * quieter says more than a later one that was busy, but a page that chooses by that would hide regressions: the newest it is.
 *
 * @param {readonly any[]} results oldest first
 */
export function newestByMachine(results) {
  const kinds = new Map();
  for (const result of results) {
    const kind = kindOf(result.machine);
    const known = kinds.get(kind) ?? { kind, slug: kind.toLowerCase().replace(/[^a-z0-9]+/g, '-') };
    if (result.networks.length > 0 && result.sections.some((name) => name !== 'growth')) known.samples = result;
    if (result.growth) known.growth = result;
    kinds.set(kind, known);
  }
  return [...kinds.values()];
}
