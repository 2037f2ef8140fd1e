import { type Prediction, resolveTarget, type Scores, topClass } from '@smoothgrad/attribution';

/** A class to explain, and whether it was asked for. */
export interface ChosenTarget extends Pick<Prediction, 'index' | 'label'> {
  readonly isAsked: boolean;
}

/**
 * The classes that `--target` names, each once; without any the top class.
 *
 * @param logits of the clean photo
 * @throws TargetRangeError, AmbiguousLabelError, UnknownLabelError
 */
export function chooseTargets(
  asked: readonly string[],
  logits: Float32Array,
  labels: readonly string[] | undefined,
  { classes }: Pick<Scores, 'classes'>,
): ChosenTarget[] {
  const labelAt = (index: number) => labels?.[index] ?? null;
  if (asked.length === 0) {
    const index = topClass(logits);
    return [{ index, label: labelAt(index), isAsked: false }];
  }
  const indices = new Set(asked.map((text) => resolveTarget(text, { labels, scores: logits, classes }).index));
  return [...indices].map((index) => ({ index, label: labelAt(index), isAsked: true }));
}
