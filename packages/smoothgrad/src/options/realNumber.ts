import { InvalidArgumentError } from 'commander';

/** A parser of numbers between two bounds, which belong to it. */
export function realNumber(least: number, most = Number.POSITIVE_INFINITY): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number${range(least, most)}.`);
  };
}

function range(least: number, most: number): string {
  if (Number.isFinite(most)) return ` from ${least} to ${most}`;
  return Number.isFinite(least) ? ` ≥ ${least}` : '';
}
