import { InvalidArgumentError } from 'commander';

/** σ/(max − min): `0.15`, or `15%`. */
export function noiseLevel(text: string): number {
  const [, digits, percent] = /^\s*(\S+?)\s*(%?)\s*$/.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits) / (percent ? 100 : 1);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be a number ≥ 0, such as 0.15 for 15 % of the range of the pixels.');
}
