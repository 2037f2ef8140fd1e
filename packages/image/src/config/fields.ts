import { PreprocessingError, show } from '../errors.ts';

/** A JSON object being read, and the name of its file for messages. */
export interface Fields {
  readonly values: Readonly<Record<string, unknown>>;
  readonly source: string;
}

/** @throws PreprocessingError if `json` is no object. */
export function readFields(json: unknown, source: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new PreprocessingError(`${source}: it is ${show(json)}; it must be a JSON object.`);
  }
  return { values: { ...json }, source };
}

/** The error for a field that cannot be used: names the file, the field, its value and what is needed. */
export function unusable(fields: Fields, name: string, need: string): PreprocessingError {
  const value = fields.values[name];
  const state = value === undefined ? 'is missing' : `is ${show(value)}`;
  return new PreprocessingError(`${fields.source}: ${name} ${state}; ${need}.`);
}

/** The field's value; `null` counts as absent, as in Python's configuration classes. */
export function readValue(fields: Fields, name: string): unknown {
  return fields.values[name] ?? undefined;
}

export function readBoolean(fields: Fields, name: string): boolean | undefined {
  const value = readValue(fields, name);
  if (value === undefined || typeof value === 'boolean') return value;
  throw unusable(fields, name, 'it must be true or false');
}

export function readNumber(fields: Fields, name: string): number | undefined {
  const value = readValue(fields, name);
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw unusable(fields, name, 'it must be a number');
}

/** A fraction above 0 and at most 1. */
export function readFraction(fields: Fields, name: string): number | undefined {
  const value = readNumber(fields, name);
  if (value === undefined || (value > 0 && value <= 1)) return value;
  throw unusable(fields, name, 'it must be above 0 and at most 1');
}

/** One number for all channels, or a list of 1 or 3. */
export function readChannelNumbers(fields: Fields, name: string): readonly number[] | undefined {
  const value = readValue(fields, name);
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const numbers = list.filter((entry): entry is number => typeof entry === 'number' && Number.isFinite(entry));
  if (numbers.length === list.length && (list.length === 1 || list.length === 3)) return numbers;
  throw unusable(fields, name, 'it must be a number or a list of 1 or 3 numbers');
}

/** Whether `value` is a whole number of pixels, at least 1. */
export function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}
