/** What rounds say. A machine's noise drifts: figures of one round belong together, so quotients are taken round by round. */

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** Linear between the neighbours in order, as numpy's default. @param {readonly number[]} values @param {number} share */
export function quantile(values, share) {
  if (values.length === 0) throw new Error('a quantile of no values: at least one round is needed');
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** Half the distance of the quartiles, as a share of the median: half of all rounds lie about this near. */
export function spread(values) {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / Math.abs(median(values));
}

/** The quotients of rounds that ran one after the other. */
export function quotients(values, base) {
  if (values.length !== base.length) {
    throw new Error(`${values.length} rounds cannot be divided by ${base.length}: measure both in the same rounds`);
  }
  return values.map((value, round) => value / base[round]);
}

/** Three significant digits: more is noise. */
export function rounded(value) {
  return value === null || value === undefined ? null : Number(value.toPrecision(3));
}
