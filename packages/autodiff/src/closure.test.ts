import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { standard } from './rules/standard.ts';

/** The table is closed: what a rule emits has a rule, so a gradient graph can be differentiated again. */
const sources = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [name, readFileSync(new URL(`${folder}/${name}`, import.meta.url), 'utf8')] as const);

/** Calls of the builder that name an operator. */
const emission = /\b(?:op|secondOutput|unary|compare|binary)\(\s*(?:g,\s*)?'([A-Z]\w*)'/g;

/** Their results are truth values, positions or constants: they have no derivative. */
const discrete = new Set([
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'Equal',
  'And',
  'Not',
  'IsNaN',
  'ArgMax',
  'EyeLike',
  'IsInf',
]);

const emitted = (text: string) =>
  [...new Set([...text.matchAll(emission)].map(([, op]) => op!))].filter((op) => !discrete.has(op));

const files = [
  ...sources('./gradients'),
  ...sources('./rules'),
  ...sources('.'),
  ...sources('../../onnx/src').filter(([name]) => name === 'builder.ts'),
];

test('the emissions are found', () => {
  const all = new Set(files.flatMap(([, text]) => emitted(text)));
  for (const op of ['Conv', 'ConvTranspose', 'ScatterElements', 'Add', 'Where', 'Expand', 'HardSigmoid', 'Cast'])
    expect([...all]).toContain(op);
  expect(all.size).toBeGreaterThan(30);
});

test.each(files)('every operator that %s emits has a rule', (_, text) => {
  expect(emitted(text).filter((op) => standard[op] === undefined)).toEqual([]);
});
