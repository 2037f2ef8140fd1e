import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Attribution, type Classifier, explain, type Method } from '@smoothgrad/attribution';
import { type Engine, elementCount, readModel } from '@smoothgrad/onnx';
import { expect } from 'vitest';
import { sharedPath } from './shared.ts';
import { openToy } from './toyClassifier.ts';

export type Nested = number | readonly Nested[];

/** A tiny network with literal numbers about it: golden/README.md beside the clone. */
export interface Toy<Expected> {
  readonly input: Nested;
  readonly target: number;
  readonly expected: Expected;
}

/** Undefined, with a line on the console, where the toys are missing. */
export const toyFolder = sharedPath('golden', 'toy');

/** The names of all toys with such an expectation. */
export function toysWith(key: string): string[] {
  if (toyFolder === undefined) return [];
  const names = readdirSync(toyFolder).filter((name) => name.endsWith('.json'));
  return names.filter((name) => key in readToy<object>(name).expected);
}

export function readToy<Expected>(name: string): Toy<Expected> {
  return JSON.parse(readFileSync(join(toyFolder!, name), 'utf8')) as Toy<Expected>;
}

/** The numbers of nested lists, one after another. */
export function flatten(nested: Nested): number[] {
  return typeof nested === 'number' ? [nested] : nested.flatMap(flatten);
}

function shapeOf(nested: Nested): number[] {
  return typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0]!)];
}

/** Explains each row of a toy's input by a method. */
export async function explainToy(name: string, engine: Engine, method: Method): Promise<Attribution[]> {
  const { input, target } = readToy(name);
  const shape = [1, ...shapeOf(input).slice(1)];
  const length = elementCount(shape);
  const values = Float32Array.from(flatten(input));
  const source = readModel(readFileSync(join(toyFolder!, name.replace('.json', '.onnx'))), 'toy.onnx');
  const classifier: Classifier = await openToy(source, engine, shape);
  try {
    const results: Attribution[] = [];
    for (let at = 0; at < values.length; at += length)
      results.push(await explain(classifier, { tensor: values.slice(at, at + length) }, { method, target }));
    return results;
  } finally {
    await classifier.close();
  }
}

/** Within 1e-5 of the largest of the expected numbers. */
export function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
  const worst = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThanOrEqual(1e-5 * scale);
}
