import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as gradients from './gradients/index.ts';
import { standard } from './rules/standard.ts';
import * as reference from './testing/reference/index.ts';

/** Files of operators begin with a capital; the others are what several of them share. */
function operatorsIn(folder: string, suffix: string): string[] {
  return readdirSync(new URL(folder, import.meta.url))
    .filter(
      (name) => /^[A-Z]/.test(name) && name.endsWith(suffix) && (suffix.includes('test') || !name.endsWith('.test.ts')),
    )
    .map((name) => name.slice(0, -suffix.length))
    .sort();
}

const operators = operatorsIn('gradients', '.ts');

test('every file of gradients/ is in the table, and nothing else', () => {
  expect(operators.length).toBeGreaterThan(30);
  expect(Object.keys(gradients).sort()).toEqual(operators);
  expect(Object.keys(standard).sort()).toEqual(operators);
});

test.each(operators)('gradients/%s.ts exports one rule, for the operator it is named after', async (op) => {
  const module = (await import(`./gradients/${op}.ts`)) as Record<string, unknown>;
  expect(Object.keys(module)).toEqual([op]);
  expect(standard[op]).toBe(module[op]);
  expect(standard[op]!.op).toBe(op);
});

test('every rule has its test beside it and its reference forward', () => {
  expect(operatorsIn('gradients', '.test.ts')).toEqual(operators);
  expect(operatorsIn('testing/reference', '.ts')).toEqual(operators);
  expect(Object.keys(reference).sort()).toEqual(operators);
});
