import { differentiate, type GradientRule, standard } from '@smoothgrad/autodiff';
import type { GradientCase } from '@smoothgrad/autodiff/testing';
import { normalise, specialise, writeModel } from '@smoothgrad/onnx';
import { decode, encode, oneNodeModel } from '../../packages/autodiff/src/testing/oneNodeModel.ts';
import { engine } from './gradientProperty.ts';

/** f′ and f″ of an operator that maps each element of its first input by itself, at the values of that input. */
export async function derivativesAt(
  rule: GradientRule,
  gradientCase: GradientCase,
): Promise<{ readonly first: number[]; readonly second: number[] }> {
  const { model, feeds } = oneNodeModel(rule.op, gradientCase);
  const inputShapes = Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, shape]));
  const rules = { ...standard, [rule.op]: rule };
  const forward = await specialise(normalise(model), engine, { inputShapes });
  const once = differentiate(forward, { of: 'y', wrt: ['x0'], rules, cotangent: 'dy' });
  const slope = once.gradients.get('x0')!;
  const twice = differentiate(once.model, { of: slope, wrt: ['x0'], rules, cotangent: 'u' });
  const curvature = twice.gradients.get('x0');
  const outputs = [slope, ...(curvature ? [curvature] : [])].map((name) => ({ name }));
  const joined = { ...twice.model, graph: { ...twice.model.graph, outputs } };
  const session = await engine.createSession({ model: writeModel(joined, 'reference'), optimisation: 'all' });
  const { shape, type } = feeds.x0!;
  const ones = { type, shape, data: encode(type, new Float64Array(feeds.x0!.data.length).fill(1)) };
  const results = await session.run({ ...feeds, dy: ones, u: ones });
  await session.close();
  const numbers = (name: string | undefined) =>
    name === undefined ? Array.from({ length: ones.data.length }, () => 0) : Array.from(decode(results[name]!));
  return { first: numbers(slope), second: numbers(curvature) };
}

/** Through the middle and far out on both sides. */
export const tailPoints = [-200, -40, -20, -10, -3.5, -1, 1, 3.5, 10, 20, 40, 200];

/** Largest absolute difference to expected derivatives; NaN where one of them is not a number. */
export function farthest(found: readonly number[], expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs(found[i]! - value)));
}

/** Shapes of `tailPoints`: a row, and a feature map, over which some rules have another formulation. */
export const tailShapes: readonly (readonly [number[]])[] = [[[12]], [[1, 1, 3, 4]]];
