import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { standard } from '@smoothgrad/autodiff';
import { describe, expect, it } from 'vitest';
import * as decompositions from '../packages/onnx/src/passes/decompose/index.ts';
import * as quantised from '../packages/onnx/src/passes/quantised/index.ts';
import { upgrades } from '../packages/onnx/src/passes/upgrade/index.ts';
import { operatorExamples } from './support/operatorExamples.ts';
import { repositoryRoot } from './support/shared.ts';

const at = (...parts: string[]) => join(repositoryRoot, ...parts);
const read = (name: string) => JSON.parse(readFileSync(at('scripts', 'operators', name), 'utf8'));
const { operatorTable } = (await import(pathToFileURL(at('scripts', 'operators', 'operatorTable.mjs')).href)) as {
  operatorTable(tables: object, schemas: object, measured: object): string;
};
const schemas = read('schemas.json') as { operators: Record<string, { removed?: number }> };
const measured = read('measured.json') as { operators: Record<string, object> };
const tables = {
  rules: standard,
  decompositions: Object.values(decompositions),
  quantised: Object.values(quantised),
  upgrades,
};

it('docs/operators.md is what the tables of the program say (else: npm run build && npm run docs:operators)', () => {
  expect(readFileSync(at('docs', 'operators.md'), 'utf8')).toBe(operatorTable(tables, schemas, measured));
});

it('every operator that has a gradient has an example, whose runs are recorded', () => {
  const ops = [...tables.decompositions, ...tables.quantised].map(({ op }) => op);
  const removed = Object.keys(schemas.operators).filter((op) => schemas.operators[op]!.removed !== undefined);
  const known = [...new Set([...Object.keys(standard), ...ops, ...removed])].sort();
  expect(known.filter((op) => operatorExamples[op] === undefined)).toEqual([]);
  expect(known.filter((op) => measured.operators[op] === undefined)).toEqual([]);
});

describe('the rows', () => {
  const rows = readFileSync(at('docs', 'operators.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const cellsOf = (op: string) => rows.find(([, name]) => name === `\`${op}\``)?.slice(2, -1);

  it('name every operator of ONNX once', () => {
    const names = rows.map(([, name]) => name!.slice(1, -1));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(schemas.operators).filter((op) => !names.includes(op))).toEqual([]);
    expect(names.length).toBeGreaterThan(Object.keys(schemas.operators).length);
  });

  it.each([
    // Since-versions: ONNX's Operators.md.
    ['Relu', '1 6 13 14', 'yes', 'yes', 'cpu wasm webgpu'],
    ['Upsample', '1 7 9, removed in 10', 'yes, rewritten', 'yes', 'cpu wasm webgpu'],
    ['GroupNormalization', '21', 'yes, decomposed', 'yes', 'cpu wasm webgpu'],
    ['QLinearConv', '10', 'straight-through', 'yes', 'cpu wasm'],
    ['Shape', '1 13 15 19 21 23 24 25', 'off path', '', ''],
    ['NonMaxSuppression', '10 11', 'off path', '', ''],
    ['Bernoulli', '15 22', 'no', '', ''],
    ['Unique', '11', 'no', '', ''],
    ['com.microsoft.FusedConv', '', 'yes, decomposed', 'yes', 'cpu wasm webgpu'],
  ])('%s', (op, ...cells) => {
    expect(cellsOf(op)).toEqual(cells);
  });
});
