import { bestMatch, matchLabel, UnknownLabelError } from './matchLabel.ts';

/** A class index the model does not have. */
export class TargetRangeError extends RangeError {
  override readonly name = 'TargetRangeError';
}

/** The class to explain. */
export interface Target {
  readonly index: number;
  /** Null where the model comes without labels. */
  readonly label: string | null;
}

/** What a target is looked up in. */
export interface TargetContext {
  /** Label of class i at index i. */
  readonly labels?: readonly string[] | undefined;
  /** Logits of the clean photo, one a class. */
  readonly scores: Float32Array;
  /** Number of classes. */
  readonly classes: number;
}

const BEST = 'best:';

/** The label of a class for captions and messages: `class 281` where there are no labels. */
export function labelOf(index: number, labels?: readonly string[]): string {
  return labels?.[index] ?? `class ${index}`;
}

/**
 * Finds the class a text names: a whole number is the index of a class, also where a label is that very number (the digit "7"
 * of a data set that starts at "1" is class 7; its label is reachable by its own index); `best:cat` is the highest-scoring class
 * whose label contains "cat" as a whole word; anything else is matched against the labels (see `matchLabel`). A comma never
 * separates targets: labels contain commas.
 *
 * @throws {TargetRangeError} for an index that is not in 0 … classes − 1
 * @throws {AmbiguousLabelError} if several classes match
 * @throws {UnknownLabelError} if none matches, or there are no labels to match
 * @example
 * resolveTarget('282', { labels, scores, classes: 1000 }); // { index: 282, label: 'tiger cat' }
 */
export function resolveTarget(text: string, { labels, scores, classes }: TargetContext): Target {
  const index = lookUp(text.trim(), labels, scores, classes);
  if (!Number.isSafeInteger(index) || index < 0 || index >= classes) {
    throw new TargetRangeError(
      `Target ${JSON.stringify(text)} is class ${index}; the model has ${classes} classes, 0 to ${classes - 1}.`,
    );
  }
  return { index, label: labels?.[index] ?? null };
}

function lookUp(text: string, labels: readonly string[] | undefined, scores: Float32Array, classes: number): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text) || 0; // `-0` is 0
  if (labels === undefined || labels.length === 0) {
    const detail = `there are no labels to look it up in; give an index from 0 to ${classes - 1}, or the labels`;
    throw new UnknownLabelError(text, [], detail);
  }
  if (text.startsWith(BEST)) return bestMatch(text.slice(BEST.length), labels, scores);
  return matchLabel(text, labels, scores);
}
