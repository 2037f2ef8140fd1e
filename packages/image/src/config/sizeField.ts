import type { Size } from '../preparedSize.ts';
import { type Fields, isLength, readValue, unusable } from './fields.ts';

/** A size as configuration files write it: both sides, the shortest edge, or one number whose meaning depends. */
export type SizeField = Size | { readonly shortestEdge: number } | number;

const forms = 'it must be a number, {"height", "width"} or {"shortest_edge"}, in whole pixels';

/**
 * Reads `size` or `crop_size`. A list is accepted only with equal sides: its order has changed between releases.
 *
 * @throws PreprocessingError for any other form (`longest_edge`, `max_height`, ... depend on padding).
 */
export function readSize(fields: Fields, name: string): SizeField | undefined {
  const value = readValue(fields, name);
  if (value === undefined || isLength(value)) return value;
  if (Array.isArray(value)) {
    if ((value.length === 1 || (value.length === 2 && value[0] === value[1])) && isLength(value[0])) return value[0];
    throw unusable(fields, name, `${forms}; a list of two different sides is ambiguous`);
  }
  if (typeof value !== 'object' || value === null) throw unusable(fields, name, forms);
  // Newer releases write the unused keys as null.
  const given = new Map<string, unknown>(Object.entries(value).filter(([, length]) => length !== null));
  const height = given.get('height');
  const width = given.get('width');
  const shortestEdge = given.get('shortest_edge');
  if (given.size === 2 && isLength(height) && isLength(width)) return { width, height };
  if (given.size === 1 && isLength(shortestEdge)) return { shortestEdge };
  throw unusable(fields, name, forms);
}

/** A crop size: both sides, or one number for a square. */
export function readCropSize(fields: Fields, name: string): Size | undefined {
  const size = readSize(fields, name);
  if (size === undefined) return undefined;
  if (typeof size === 'number') return { width: size, height: size };
  if ('width' in size) return size;
  throw unusable(fields, name, 'a crop must be a number or {"height", "width"}');
}
