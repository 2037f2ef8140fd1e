import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { M: 1e6, G: 1e9 };

/** `800M`, `4G` or `1.5G` as bytes. */
export function memorySize(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([MG])B?$/i.exec(text) ?? [];
  const bytes = Number(amount) * (units[(unit ?? '').toUpperCase()] ?? 0);
  if (!(bytes > 0)) throw new InvalidArgumentError('give megabytes or gigabytes, such as 800M or 4G');
  return bytes;
}
