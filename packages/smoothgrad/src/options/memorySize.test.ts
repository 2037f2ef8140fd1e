import { expect, it } from 'vitest';
import { memorySize } from './memorySize.ts';

it('reads megabytes and gigabytes', () => {
  expect(['800M', '4G', '1.5g', '2GB'].map(memorySize)).toEqual([800e6, 4e9, 1.5e9, 2e9]);
});

it.each(['', '4', '0G', '-1G', 'G', '4T', '1e3M', '4 G', 'NaNG'])('refuses %j', (text) => {
  expect(() => memorySize(text)).toThrow('such as 800M or 4G');
});
