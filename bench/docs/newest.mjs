import { kindOf } from '../machine.mjs';

/**
 * Of every kind of machine the newest result of every section. An older result of a quieter machine says more than a later one of a busy
 * machine, but a page that chose by that would hide what became slower: the newest it is.
 *
 * @param {readonly any[]} results oldest first
 * @returns {{ kind: string, slug: string, bySection: Record<string, any> }[]}
 */
export function newestByMachine(results) {
  const kinds = new Map();
  for (const result of results) {
    const kind = kindOf(result.machine);
    const slug = kind.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const known = kinds.get(kind) ?? { kind, slug, bySection: {} };
    for (const section of result.sections) known.bySection[section] = result;
    kinds.set(kind, known);
  }
  return [...kinds.values()];
}
