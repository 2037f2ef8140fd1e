import type { Attribution, Prediction } from '@smoothgrad/attribution';
import type { DrawnMap } from '@smoothgrad/render';

/** `38.8 %`; small ones keep a digit that is not 0. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value > 0 && value < 0.05) return '< 0.1 %';
  return `${value.toFixed(value >= 99.95 || value === 0 ? 0 : 1)} %`;
}

/** The first of a label's names, or the number of the class. */
export function shortName({ index, label }: Pick<Prediction, 'index' | 'label'>): string {
  return label === null ? `class ${index}` : label.split(',')[0]!;
}

export function fullName({ index, label }: Pick<Prediction, 'index' | 'label'>): string {
  return label ?? `class ${index}`;
}

/** `9.3 MB`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} bytes`;
  if (count < 1e6) return `${(count / 1e3).toFixed(1)} kB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(2)} GB`;
}

/** `4 s`, `2 min`. */
export function duration(seconds: number): string {
  if (seconds < 1) return 'under a second';
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** What the colours say, for those who have not read a paper. The sign of a derivative is about brightness, that of a share about the class. */
export function meaning(
  { unit: { order } }: Pick<Attribution, 'unit'>,
  { isMultiplied, scale: { sign } }: Pick<DrawnMap, 'isMultiplied' | 'scale'>,
  isDiverging: boolean,
): string {
  const isSlope = order === 1 && !isMultiplied;
  const [high, low] = isDiverging ? ['Red', 'blue'] : ['The upper end of the scale', 'the lower'];
  if (sign === 'signed')
    return isSlope
      ? `${high}: brighter raises the score; ${low}: darker does`
      : `${high} speaks for it, ${low} against it`;
  // Then from grey to red.
  if (sign === 'positive') {
    const strong = isDiverging ? 'Red' : 'Light';
    return isSlope ? `${strong}: brighter raises the score` : `${strong} pixels speak for it`;
  }
  return isDiverging ? 'Redder pixels matter more' : 'Brighter pixels matter more';
}

/** What the numbers of a picture are: `|∂logit/∂pixel|, summed over channels`. */
export function unitText({ unit, scores, shape }: Attribution, { isMultiplied, scale }: DrawnMap): string {
  const text = unit.text.replace(/\bS\b/, scores.kind);
  const what = isMultiplied ? `${text} × pixel` : text;
  const signed = { absolute: `|${what}|`, signed: what, positive: `max(${what}, 0)` }[scale.sign ?? 'absolute'];
  if (shape[0] === 1 || unit.isRepeated) return signed;
  const how = { sum: 'summed', max: 'largest', mean: 'averaged', l2: 'Euclidean norm', 'signed-mean': '|mean|' };
  return `${signed}, ${how[scale.reduction ?? 'sum']} over channels`;
}

/** `0.62`, or that nothing can be said yet. */
export function errorText(relativeStandardError: number | null): string {
  return relativeStandardError === null ? 'not resolved yet' : relativeStandardError.toFixed(2);
}
