import { methodNames } from '@smoothgrad/attribution/catalogue';
import { InvalidArgumentError } from 'commander';
import { wholeNumber } from './wholeNumber.ts';

/** `integrated-gradients=5`: n of one method; 0 leaves it unsmoothed. For options that may be repeated. */
export function samplesOf(text: string, previous: Readonly<Record<string, number>>): Record<string, number> {
  const [, name = '', count = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (methodNames.includes(name)) return { ...previous, [name]: wholeNumber(0)(count) };
  throw new InvalidArgumentError(`It must be METHOD=N, such as integrated-gradients=5.`);
}
