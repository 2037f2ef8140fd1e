import { InvalidModelError } from '../errors.ts';

/** int64 fields that count or measure something must be exact JavaScript integers. */
export function safeInteger(value: bigint, what: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new InvalidModelError(`${what} is ${value}, which no tensor can have: the file is damaged`);
  return number;
}
