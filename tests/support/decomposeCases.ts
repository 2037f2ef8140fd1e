import { type EngineTensor, type Model, normalise, specialise, writeModel } from '@smoothgrad/onnx';
import { expect } from 'vitest';
import type { GradientCase } from '../../packages/autodiff/src/testing/gradientCase.ts';
import { type OneNodeModel, oneNodeModel } from '../../packages/autodiff/src/testing/oneNodeModel.ts';
import { createTestEngine } from './testEngine.ts';

export const engine = createTestEngine();

/**
 * Runs a node as ONNX Runtime has it, and again decomposed.
 *
 * @returns the operators it became, and the output of the runtime's own kernel
 */
export async function expectSameDecomposed(
  op: string,
  gradientCase: GradientCase,
  { tolerance = 1e-5, outputs = ['y'] }: { readonly tolerance?: number; readonly outputs?: readonly string[] } = {},
): Promise<{ readonly operators: readonly string[]; readonly y: EngineTensor }> {
  const { model, feeds } = withOutputs(oneNodeModel(op, gradientCase), outputs);
  const inputShapes = Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, shape]));
  const decomposed = await specialise(normalise(model), engine, { inputShapes });
  const operators = decomposed.graph.nodes.map((node) => (node.domain === '' ? node.op : `${node.domain}.${node.op}`));
  expect(operators).not.toContain(op);
  const [before, after] = [await runModel(model, feeds), await runModel(decomposed, feeds)];
  expect(after.shape).toEqual(before.shape);
  expect(distance(after, before)).toBeLessThanOrEqual(tolerance);
  return { operators, y: before };
}

/** Why a node is left as it is. */
export async function expectNotDecomposed(
  op: string,
  gradientCase: GradientCase,
  reason: RegExp | string,
  { outputs = ['y'] }: { readonly outputs?: readonly string[] } = {},
): Promise<void> {
  const { model, feeds } = withOutputs(oneNodeModel(op, gradientCase), outputs);
  const inputShapes = Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, shape]));
  const { graph } = await specialise(normalise(model), engine, { inputShapes });
  const left = graph.nodes.find(({ name }) => name === 'node');
  expect(left?.metadata?.get('smoothgrad.refused')).toMatch(reason);
}

/** The model with other outputs of its node; the one named `y` is that of the graph. */
function withOutputs(single: OneNodeModel, outputs: readonly string[]): OneNodeModel {
  const { model, node } = single;
  return { ...single, model: { ...model, graph: { ...model.graph, nodes: [{ ...node, outputs }] } } };
}

async function runModel(model: Model, feeds: Readonly<Record<string, EngineTensor>>): Promise<EngineTensor> {
  const session = await engine.createSession({ model: writeModel(model, 'reference'), optimisation: 'basic' });
  const { y } = await session.run(feeds);
  await session.close();
  return y!;
}

function distance(a: EngineTensor, b: EngineTensor): number {
  const [found, wanted] = [Array.from(a.data, Number), Array.from(b.data, Number)];
  const square = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const difference = square(found.map((value, i) => value - wanted[i]!));
  return difference === 0 ? 0 : difference / square(wanted);
}
