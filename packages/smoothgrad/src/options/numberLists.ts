import { InvalidArgumentError } from 'commander';

/** `0,0.1,20%`: numbers ≥ 0 separated by commas. */
export function realNumbers(text: string): number[] {
  const values = text.split(',').map((part) => {
    const [, digits, percent] = /^\s*(\S+?)\s*(%?)\s*$/.exec(part) ?? [];
    return digits === undefined ? Number.NaN : Number(digits) / (percent ? 100 : 1);
  });
  if (values.every((value) => Number.isFinite(value) && value >= 0)) return values;
  throw new InvalidArgumentError('It must be numbers ≥ 0 separated by commas, such as 0,0.1,0.2.');
}

/** `1,10,50`: whole numbers ≥ 0 separated by commas. */
export function wholeNumbers(text: string): number[] {
  const values = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  if (values.every(Number.isSafeInteger)) return values;
  throw new InvalidArgumentError('It must be whole numbers separated by commas, such as 1,10,50.');
}
