import { type Engine, type EngineTensor, normalise, specialise, writeModel } from '@smoothgrad/onnx';
import { differentiate } from '../differentiate.ts';
import type { GradientRule } from '../rule.ts';
import { standard } from '../rules/standard.ts';
import { encode, type OneNodeModel } from './oneNodeModel.ts';

export interface Backward {
  readonly y: EngineTensor;
  /** By position of the input. */
  readonly gradients: Readonly<Record<number, EngineTensor>>;
}

/**
 * Differentiates a model of one node by the standard table with `rule` in it, and runs it.
 *
 * @param cotangent of the output `y`, as many numbers as it has
 */
export async function runBackward(
  rule: GradientRule,
  { model, feeds, wrt }: OneNodeModel,
  cotangent: ArrayLike<number>,
  engine: Engine,
): Promise<Backward> {
  const inputShapes = Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, shape]));
  const forwardModel = await specialise(normalise(model), engine, { inputShapes });
  const result = differentiate(forwardModel, {
    of: 'y',
    wrt: wrt.map((input) => `x${input}`),
    rules: { ...standard, [rule.op]: rule },
    cotangent: 'dy',
    target: engine.target,
  });
  const outputs = ['y', ...new Set(result.gradients.values())].map((name) => ({ name }));
  const joined = {
    ...result.model,
    graph: { ...result.model.graph, outputs: outputs.filter(({ name }) => name !== 'dy') },
  };
  const session = await engine.createSession({ model: writeModel(joined, 'reference'), optimisation: 'all' });
  const { type, shape } = result.model.values.get('y')!;
  const dy = { type, shape, data: encode(type, cotangent) };
  const results: Record<string, EngineTensor> = { dy, ...(await session.run({ ...feeds, dy })) };
  await session.close();
  const gradients = wrt.flatMap((input) => {
    const name = result.gradients.get(`x${input}`);
    return name === undefined ? [] : [[input, results[name]!] as const];
  });
  return { y: results.y!, gradients: Object.fromEntries(gradients) };
}
