import { createHash } from 'node:crypto';

/** Stands for bytes, a text, or a value as JSON writes it: 16 hexadecimal digits of its SHA-256. */
export function digest(value: unknown): string {
  const bytes = value instanceof Uint8Array || typeof value === 'string' ? value : JSON.stringify(value);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
