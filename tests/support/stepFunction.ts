import { differentiate, type GradientRule, standard } from '@smoothgrad/autodiff';
import { checkGradient } from '@smoothgrad/autodiff/testing';
import { expect } from 'vitest';
import { engine } from './gradientProperty.ts';
import { modelOf, node } from './graphs.ts';
import { run, staticModel } from './runGraph.ts';

/**
 * Holds a step function f to its reference, and its rule to this: f(x) alone has no gradient, and that of x·f(x) is f(x), to
 * which f contributes nothing.
 */
export async function expectNothingPasses(rule: GradientRule, points: readonly number[]): Promise<void> {
  const shape = [points.length];
  for (const type of ['float32', 'float64'] as const) {
    await checkGradient(rule, [{ inputs: [{ shape, values: points, type }], wrt: [] }], { engine });
  }
  const nodes = [node(rule.op, ['x'], ['step']), node('Mul', ['x', 'step'], ['y'])];
  const model = await staticModel(modelOf({ inputs: { x: shape }, nodes, outputs: ['step', 'y'] }), engine);
  const rules = { ...standard, [rule.op]: rule };
  expect(differentiate(model, { of: 'step', wrt: ['x'], rules, cotangent: 'dy' }).gradients).toEqual(new Map());

  const { gradients, model: joined } = differentiate(model, { of: 'y', wrt: ['x'], rules, cotangent: 'dy' });
  const gradient = gradients.get('x')!;
  const outputs = [{ name: 'step' }, { name: gradient }];
  const feeds = { x: points, dy: points.map(() => 1) };
  const found = await run({ ...joined, graph: { ...joined.graph, outputs } }, engine, feeds);
  expect(found[gradient]!.data).toEqual(found.step!.data);
}
