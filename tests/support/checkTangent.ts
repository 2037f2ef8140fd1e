import { differentiate, type GradientRule, standard } from '@smoothgrad/autodiff';
import { type Forward, type GradientCase, normalValues, type ReferenceTensor } from '@smoothgrad/autodiff/testing';
import { type Engine, normalise, specialise, writeModel } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { norm2, relativeL2 } from '../../packages/autodiff/src/testing/distance.ts';
import { describeCase } from '../../packages/autodiff/src/testing/gradientCase.ts';
import { decode, encode, oneNodeModel } from '../../packages/autodiff/src/testing/oneNodeModel.ts';
import * as reference from '../../packages/autodiff/src/testing/reference/index.ts';
import { engine as native } from './gradientProperty.ts';

export interface CheckTangentOptions {
  /** Default: ONNX Runtime in this process. */
  readonly engine?: Engine;
  readonly forward?: Forward | undefined;
  /** h of the difference along the direction; default 1e-4. */
  readonly step?: number;
  readonly tolerance?: number;
}

/**
 * Differentiates the gradient graph of a rule by its cotangent: ∂⟨u, Jᵀc⟩/∂c = J·u, the derivative of y along u, against
 * differences of the float64 forward. It holds the nodes a rule emits to their own rules, also where the gradient does not
 * depend on x and its second derivative by x is 0 whatever they are.
 */
export async function checkTangent(
  rule: GradientRule,
  gradientCase: GradientCase,
  { engine = native, step = 1e-4, tolerance = 5e-5, ...options }: CheckTangentOptions = {},
): Promise<void> {
  const forward = options.forward ?? (reference as Readonly<Record<string, Forward>>)[rule.op]!;
  const rules = { ...standard, [rule.op]: rule };
  const { model, node, points, feeds, wrt } = oneNodeModel(rule.op, gradientCase);
  const inputShapes = Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, shape]));
  const still = await specialise(normalise(model), engine, { inputShapes });
  const names = wrt.map((input) => `x${input}`);
  const target = engine.target;
  const once = differentiate(still, { of: 'y', wrt: names, rules, cotangent: 'dy', target });
  for (const input of wrt) {
    const { type, shape } = feeds[`x${input}`]!;
    const direction = normalValues(shape, 700 + input);
    const of = once.gradients.get(`x${input}`)!;
    const numeric = alongDirection(forward, node, points, { input, direction, step });
    const twice = differentiate(once.model, { of, wrt: ['dy'], rules, cotangent: 'u', target });
    const result = twice.gradients.get('dy')!;
    const y = twice.model.values.get('y')!;
    const ones = { type: y.type, shape: y.shape, data: encode(y.type, new Float64Array(numeric.length).fill(1)) };
    const u = { type, shape, data: encode(type, direction) };
    const graph = { ...twice.model.graph, outputs: result === 'u' ? [{ name: 'y' }] : [{ name: result }] };
    const session = await engine.createSession({
      model: writeModel({ ...twice.model, graph }, 'reference'),
      optimisation: 'all',
    });
    const results = { u, ...(await session.run({ ...feeds, dy: ones, u })) };
    await session.close();
    const found = decode((results as Record<string, typeof u>)[result]!);
    const distance = relativeL2(found, numeric, 0.05 * norm2(direction));
    if (distance <= tolerance) continue;
    throw new Error(
      `${describeCase(rule.op, gradientCase)}: the gradient by input ${input}, differentiated by its cotangent, is ` +
        `${distance.toExponential(1)} (relative L2) away from the derivative along a direction: ` +
        `[${Array.from(found).slice(0, 6)} …] instead of [${numeric.slice(0, 6)} …]`,
    );
  }
}

/** `checkTangent` at a few arbitrary cases. */
export async function checkTangents(
  rule: GradientRule,
  cases: fc.Arbitrary<GradientCase>,
  { runs = 10, ...options }: CheckTangentOptions & { readonly runs?: number } = {},
): Promise<void> {
  for (const gradientCase of fc.sample(cases, { seed: 4, numRuns: runs }))
    await checkTangent(rule, gradientCase, options);
}

function alongDirection(
  forward: Forward,
  node: Parameters<Forward>[1],
  points: readonly (ReferenceTensor | undefined)[],
  { input, direction, step }: { readonly input: number; readonly direction: Float32Array; readonly step: number },
): number[] {
  const moved = (by: number) =>
    forward(
      points.map((point, i) =>
        i === input && point ? { ...point, data: point.data.map((value, k) => value + by * direction[k]!) } : point,
      ),
      node,
    ).data;
  const [above, below] = [moved(step), moved(-step)];
  return Array.from(above, (value, i) => (value - below[i]!) / (2 * step));
}
