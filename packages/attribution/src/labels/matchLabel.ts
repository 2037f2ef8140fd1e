import { nearLabels } from './nearLabels.ts';
import { normalise, synonymsOf } from './normalise.ts';

/** A class that a text may mean. `score` is its logit on the photo, where scores were given. */
export interface LabelMatch {
  readonly index: number;
  readonly label: string;
  readonly score?: number;
}

/** Several classes match in the tier that decides. */
export class AmbiguousLabelError extends Error {
  override readonly name = 'AmbiguousLabelError';
  /** All matches of the tier, highest score first, without scores by index. */
  readonly matches: readonly LabelMatch[];

  constructor(text: string, matches: readonly LabelMatch[]) {
    const best = matches.every(({ label }) => containsWords(label, text))
      ? `, or best:${text} for the highest score`
      : '';
    super(
      `${quote(text)} names ${matches.length} classes: ${listed(matches)}. Give an index or a longer part of a label${best}.`,
    );
    this.matches = matches;
  }
}

/** No class matches. */
export class UnknownLabelError extends Error {
  override readonly name = 'UnknownLabelError';
  /** Classes whose label is spelt nearly like the text or shares a word with it, nearest first. */
  readonly near: readonly LabelMatch[];

  constructor(text: string, near: readonly LabelMatch[], detail = 'no label contains it') {
    const hint = near.length > 0 ? `Near: ${listed(near)}.` : 'Give the index of the class, or another word.';
    super(`${quote(text)} names no class: ${detail}. ${hint}`);
    this.near = near;
  }
}

/**
 * The order of matching (definitions.md, "Targets on the command line"), most exact first. The first line only tells apart
 * labels that differ in nothing but case, as the letters of handwriting data sets do; all others ignore case.
 */
function tiersFor(text: string): ((label: string) => boolean)[] {
  const exact = text.trim();
  const wanted = normalise(text);
  if (wanted === '') return [];
  return [
    (label) => label.trim() === exact,
    (label) => normalise(label) === wanted,
    (label) => synonymsOf(label).includes(wanted),
    (label) => containsWords(normalise(label), wanted),
    (label) => normalise(label).includes(wanted),
  ];
}

/**
 * Finds the class a text names. The first of these tiers with a match decides: the exact label; one of its comma-separated
 * synonyms; whole words in it; a part of it. Case, underscores and runs of spaces do not count.
 *
 * @param labels label of class i at index i
 * @param scores logits, one a class; only told in the error that lists several matches
 * @returns index of the class
 * @throws {AmbiguousLabelError} if several classes match in the deciding tier
 * @throws {UnknownLabelError} if none matches in any
 * @example
 * matchLabel('tabby', ['tiger cat', 'tabby, tabby cat']); // 1
 */
export function matchLabel(text: string, labels: readonly string[], scores?: Float32Array): number {
  for (const matches of tiersFor(text)) {
    const indices = indicesWhere(labels, matches);
    if (indices.length === 1) return indices[0]!;
    if (indices.length > 1) throw new AmbiguousLabelError(text, describe(indices, labels, scores));
  }
  throw unknownLabel(text, labels, 'no label contains it');
}

/**
 * Among the classes whose label contains a text as whole words, the one with the highest score; the first of equals.
 *
 * @param scores logits, one a class
 * @returns index of the class
 * @throws {UnknownLabelError} if no label contains the text as whole words
 */
export function bestMatch(text: string, labels: readonly string[], scores: Float32Array): number {
  const wanted = normalise(text);
  const indices = indicesWhere(labels, (label) => containsWords(normalise(label), wanted));
  const [best] = describe(indices, labels, scores);
  if (best === undefined) throw unknownLabel(text, labels, 'no label contains it as a whole word');
  return best.index;
}

function indicesWhere(labels: readonly string[], matches: (label: string) => boolean): number[] {
  return labels.flatMap((label, index) => (matches(label) ? [index] : []));
}

/** True if the text is in the label (both normalised) with neither a letter nor a digit right before or behind it. */
function containsWords(label: string, wanted: string): boolean {
  if (wanted === '') return false;
  for (let at = label.indexOf(wanted); at >= 0; at = label.indexOf(wanted, at + 1)) {
    const before = /[\p{L}\p{M}\p{N}]$/u.test(label.slice(0, at));
    const behind = /^[\p{L}\p{M}\p{N}]/u.test(label.slice(at + wanted.length));
    if (!before && !behind) return true;
  }
  return false;
}

function unknownLabel(text: string, labels: readonly string[], detail: string): UnknownLabelError {
  return new UnknownLabelError(text, describe(nearLabels(text, labels), labels, undefined), detail);
}

/** The classes with label and score, highest score first. */
function describe(
  indices: readonly number[],
  labels: readonly string[],
  scores: Float32Array | undefined,
): LabelMatch[] {
  const matches = indices.map((index): LabelMatch => {
    const score = scores?.[index];
    return { index, label: labels[index]!, ...(score === undefined ? {} : { score }) };
  });
  const rank = ({ score }: LabelMatch) =>
    score === undefined || Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
  // Infinity − infinity is NaN, which `||` takes as equal.
  return matches.sort((a, b) => rank(b) - rank(a) || a.index - b.index);
}

const MAX_LISTED = 20;

/** One line: semicolons between the classes, because labels contain commas. */
function listed(matches: readonly LabelMatch[]): string {
  const shown = matches.slice(0, MAX_LISTED).map(({ index, label, score }) => {
    return score === undefined ? `${index} ${quote(label)}` : `${index} ${quote(label)} (score ${score.toFixed(2)})`;
  });
  const hidden = matches.length - shown.length;
  return shown.join('; ') + (hidden > 0 ? `; and ${hidden} more` : '');
}

/** Quoted on one line, shortened where somebody passed a whole file. */
function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}
