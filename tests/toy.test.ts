import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differentiate, standard } from '@smoothgrad/autodiff';
import { type EngineTensor, elementCount, normalise, readModel, specialise, writeModel } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

type Nested = number | readonly Nested[];

interface Toy {
  readonly model: string;
  readonly input: Nested;
  readonly target: number;
  readonly expected: { readonly logits?: Nested; readonly gradient?: Nested; readonly inputXGradient?: Nested };
}

const folder = sharedPath('golden', 'toy');
const names = folder ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
const engine = createTestEngine();

function shapeOf(nested: Nested): number[] {
  return typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0]!)];
}

function flatten(nested: Nested): number[] {
  return typeof nested === 'number' ? [nested] : nested.flatMap(flatten);
}

/** Logits and ∂logits[row, target]/∂input of every row of the batch, in one run. */
async function explain(file: string, input: Nested, target: number) {
  const model = normalise(readModel(readFileSync(file), 'toy.onnx'));
  const name = model.graph.inputs[0]!.name;
  const shape = shapeOf(input);
  const weights = { files: new Map([['toy.onnx', readFileSync(file)]]) };
  const forward = await specialise(model, engine, { inputShapes: { [name]: shape }, weights });
  const result = differentiate(forward, { of: 'logits', wrt: [name], rules: standard, cotangent: 'cotangent' });
  const gradient = result.gradients.get(name)!;
  const graph = { ...result.model.graph, outputs: [{ name: 'logits' }, { name: gradient }] };
  const session = await engine.createSession({
    model: writeModel({ ...result.model, graph }, 'reference'),
    weights,
    optimisation: 'all',
  });
  const [rows = 0, classes = 0] = result.model.values.get('logits')!.shape;
  const oneHot = Float32Array.from({ length: rows * classes }, (_, i) => (i % classes === target ? 1 : 0));
  const feed = (feedShape: readonly number[], data: Float32Array): EngineTensor => ({
    type: 'float32',
    shape: feedShape,
    data,
  });
  const found = await session.run({
    [name]: feed(shape, Float32Array.from(flatten(input))),
    cotangent: feed([rows, classes], oneHot),
  });
  await session.close();
  expect(found[gradient]!.shape).toEqual(shape);
  return { logits: Array.from(found.logits!.data, Number), gradient: Array.from(found[gradient]!.data, Number) };
}

/** Within 1e-5 of the largest of the expected numbers. */
function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
  const worst = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThanOrEqual(1e-5 * scale);
}

describe.skipIf(folder === undefined)('tiny nets with published or closed-form gradients', () => {
  test.each(names)('%s', async (name) => {
    const { model, input, target, expected } = JSON.parse(readFileSync(join(folder!, name), 'utf8')) as Toy;
    const { logits, gradient } = await explain(join(folder!, model), input, target);
    const values = flatten(input);
    expect(elementCount(shapeOf(input))).toBe(values.length);
    expect(Object.keys(expected)).toEqual(expect.arrayContaining(['logits', 'gradient']));
    expectClose(logits, flatten(expected.logits!));
    expectClose(gradient, flatten(expected.gradient!));
    if (expected.inputXGradient) {
      expectClose(
        gradient.map((slope, i) => slope * values[i]!),
        flatten(expected.inputXGradient),
      );
    }
  });
});
