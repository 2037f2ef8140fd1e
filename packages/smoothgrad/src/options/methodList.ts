import { methodNames } from '@smoothgrad/attribution/catalogue';
import { InvalidArgumentError } from 'commander';

/** Names of methods separated by commas, each once. */
export function methodList(text: string): string[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  const unknown = names.filter((name) => !methodNames.includes(name));
  if (unknown.length === 0) return names;
  throw new InvalidArgumentError(`There is no method '${unknown[0]}'; the methods are ${methodNames.join(', ')}.`);
}
