import { InvalidArgumentError } from 'commander';

/** A parser of numbers between two bounds, which belong to it. */
export function realNumber(least: number, most = Number.POSITIVE_INFINITY): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      Number.isFinite(most) ? `It must be a number from ${least} to ${most}.` : `It must be a number ≥ ${least}.`,
    );
  };
}
