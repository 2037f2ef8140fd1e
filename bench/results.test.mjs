import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { allResults, lastResult, saveResult } from './results.mjs';

const folder = mkdtempSync(join(tmpdir(), 'smoothgrad-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

const result = (date, cpu, name) => ({ date, machine: { cpu, cores: 2 }, networks: [{ name, ratio: 2.5 }] });

it('the last result is of the same kind of machine and has a network in common', () => {
  for (const [date, cpu, name] of [
    ['2030-03-01T10:00:00Z', 'CPU A', 'net'],
    ['2030-01-01T10:00:00Z', 'CPU A', 'net'],
    ['2030-04-01T10:00:00Z', 'CPU B', 'net'],
    ['2030-05-01T10:00:00Z', 'CPU A', 'other'],
  ]) {
    saveResult(result(date, cpu, name), folder);
  }
  expect(allResults(folder).map(({ name }) => name)).toEqual([
    '2030-01-01-1000-cpu-a-2-cores.json',
    '2030-03-01-1000-cpu-a-2-cores.json',
    '2030-04-01-1000-cpu-b-2-cores.json',
    '2030-05-01-1000-cpu-a-2-cores.json',
  ]);
  expect(lastResult(result('2030-06-01', 'CPU  A', 'net'), folder)?.date).toBe('2030-03-01T10:00:00Z');
  expect(lastResult(result('2030-06-01', 'CPU C', 'net'), folder)).toBeUndefined();
});
