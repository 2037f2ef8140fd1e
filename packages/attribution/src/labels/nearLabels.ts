import { normalise, synonymsOf, wordsOf } from './normalise.ts';

/** Longer texts are no misspelt label, and their distance to a thousand labels would take long. */
const MAX_LENGTH = 100;

/**
 * Labels that may be meant by a text that matches none: first those one of whose synonyms or words is nearly spelt like it
 * (edit distance at most a third of its length), then those that share a word with it.
 *
 * @param limit greatest number of labels returned
 * @returns indices into `labels`, nearest first
 */
export function nearLabels(text: string, labels: readonly string[], limit = 5): number[] {
  const wanted = normalise(text);
  if (wanted === '' || wanted.length > MAX_LENGTH) return [];
  const words = new Set(wordsOf(wanted).filter((word) => word.length > 2));
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const near = labels.map((label, index) => ({ index, distance: distanceTo(label, wanted, words, allowed) }));
  return near
    .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, limit)
    .map(({ index }) => index);
}

/** Edits to the nearest name in the label; one more than allowed where only words are shared; else infinity. */
function distanceTo(label: string, wanted: string, words: ReadonlySet<string>, allowed: number): number {
  const labelWords = wordsOf(label);
  const edits = Math.min(...[...synonymsOf(label), ...labelWords].map((name) => editDistance(name, wanted, allowed)));
  if (edits <= allowed) return edits;
  const shared = labelWords.filter((word) => words.has(word)).length;
  return shared === 0 ? Number.POSITIVE_INFINITY : allowed + 1 / shared;
}

/**
 * Levenshtein's distance: the least number of characters to insert, delete or replace to turn one text into the other;
 * `limit` + 1 where it is more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1));
    }
    if (Math.min(...row) > limit) return limit + 1;
    previous = row;
  }
  return Math.min(previous[b.length]!, limit + 1);
}
