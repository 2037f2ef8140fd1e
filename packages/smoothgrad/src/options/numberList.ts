import { InvalidArgumentError } from 'commander';

/** `0.5`, or one number for each channel: `0.485,0.456,0.406`. */
export function numberList(text: string): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (values.every(Number.isFinite) && (values.length === 1 || values.length === 3)) return values;
  throw new InvalidArgumentError('It must be one number, or three separated by commas.');
}
