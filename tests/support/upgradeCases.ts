import { type Model, normalise } from '@smoothgrad/onnx';
import { expect } from 'vitest';
import { modelOf, node, numbers } from './graphs.ts';
import { run } from './runGraph.ts';
import { createTestEngine } from './testEngine.ts';

export const engine = createTestEngine();

/**
 * Runs a model as it is, in its old operator set, and again after `normalise`: ONNX Runtime still runs both.
 *
 * @returns the outputs, which are the same, and the operators of the upgraded model
 */
export async function expectSameOutputs(model: Model, feeds: Readonly<Record<string, ArrayLike<number>>> = {}) {
  const given = Object.fromEntries(
    model.graph.inputs.map(({ name, type }) => {
      const count = (type?.shape ?? []).reduce<number>((product, length) => product * (length as number), 1);
      return [name, feeds[name] ?? numbers(count, 7, 3)];
    }),
  );
  const upgraded = normalise(model);
  const before = await run(model, engine, given, { optimisation: 'basic' });
  const after = await run(upgraded, engine, given, { optimisation: 'basic' });
  expect(upgraded.opsets.get('')).toBe(Math.max(18, model.opsets.get('') ?? 18));
  expect(Object.keys(after)).toEqual(Object.keys(before));
  for (const [name, expected] of Object.entries(before)) {
    expect(after[name]!.shape).toEqual(expected.shape);
    const [found, wanted] = [Array.from(after[name]!.data, Number), Array.from(expected.data, Number)];
    found.forEach((value, i) => {
      expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(wanted[i]!)));
    });
  }
  return { outputs: before, operators: upgraded.graph.nodes.map(({ op }) => op), upgraded };
}

/** A model of one node `x → y` in an old operator set. */
export function oldNode(
  op: string,
  opset: number,
  shape: readonly number[],
  attributes: Parameters<typeof node>[3] = {},
  more: Partial<Parameters<typeof modelOf>[0]> & { readonly extraInputs?: readonly string[] } = {},
): Model {
  const { extraInputs = [], ...parts } = more;
  return modelOf({
    inputs: { x: shape },
    nodes: [node(op, ['x', ...extraInputs], ['y'], attributes)],
    outputs: ['y'],
    opset,
    irVersion: 6,
    ...parts,
  });
}
