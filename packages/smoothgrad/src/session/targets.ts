import { type Prediction, resolveTarget, type Scores, topClass } from '@smoothgrad/attribution';
import { UsageError } from '../errors.ts';

/** A class to explain, and whether it was asked for. */
export interface ChosenTarget extends Pick<Prediction, 'index' | 'label'> {
  readonly isAsked: boolean;
  /** The class that it is compared with. */
  readonly minus?: Pick<Prediction, 'index' | 'label'> | undefined;
}

/** The highest classes: `top:3`. */
export const topPattern = /^top:(\d+)$/;

export interface TargetFlags {
  readonly target: readonly string[];
  readonly minus?: string | undefined;
}

/**
 * The classes that `--target` names, each once; without any the top class. With `--minus` each rather than that one.
 *
 * @param logits of the clean photo
 * @throws TargetRangeError, AmbiguousLabelError, UnknownLabelError, UsageError a class minus itself
 */
export function chooseTargets(
  { target: asked, minus }: TargetFlags,
  logits: Float32Array,
  labels: readonly string[] | undefined,
  { classes }: Pick<Scores, 'classes'>,
): ChosenTarget[] {
  const named = (index: number) => ({ index, label: labels?.[index] ?? null });
  const resolve = (text: string) => resolveTarget(text, { labels, scores: logits, classes }).index;
  const isAsked = asked.length > 0;
  const indices = isAsked
    ? new Set(asked.flatMap((text) => topClasses(text, logits) ?? [resolve(text)]))
    : [topClass(logits)];
  const other = minus === undefined ? undefined : named(resolve(minus));
  return Array.from(indices, (index) => {
    if (index === other?.index) throw new UsageError(`--minus ${minus} is the target itself: name another class`);
    return { ...named(index), isAsked, minus: other };
  });
}

function topClasses(text: string, logits: Float32Array): number[] | undefined {
  const count = Number(topPattern.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(count)) return undefined;
  if (count < 1 || count > logits.length) {
    throw new UsageError(`--target ${text}: the model has ${logits.length} classes, so K is a number from 1 to that`);
  }
  const order = Array.from(logits, (_, index) => index).sort((a, b) => logits[b]! - logits[a]! || a - b);
  return order.slice(0, count);
}
