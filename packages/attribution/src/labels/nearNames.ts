/**
 * Names that may be meant by a text that is none of them: those a part of which is nearly spelt like it, nearest first. A part: names of
 * layers are paths, and people type the end of one.
 *
 * @param limit greatest number of names returned
 */
export function nearNames(text: string, names: readonly string[], limit: number): string[] {
  const wanted = text.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, distance: partDistance(name.toLowerCase(), wanted, allowed) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || a.name.length - b.name.length)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** The least edits that turn `wanted` into some part of `name` (Sellers 1980); more than `allowed` where it is more. */
function partDistance(name: string, wanted: string, allowed: number): number {
  let previous = new Array<number>(name.length + 1).fill(0);
  for (let i = 1; i <= wanted.length; i++) {
    const row = [i];
    for (let j = 1; j <= name.length; j++) {
      const replaced = previous[j - 1]! + (wanted[i - 1] === name[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1));
    }
    if (Math.min(...row) > allowed) return allowed + 1;
    previous = row;
  }
  return Math.min(...previous);
}
