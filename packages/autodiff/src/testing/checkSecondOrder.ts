import { type Engine, type EngineTensor, normalise, type StaticModel, specialise, writeModel } from '@smoothgrad/onnx';
import { differentiate } from '../differentiate.ts';
import type { GradientRule, RuleTable } from '../rule.ts';
import { standard } from '../rules/standard.ts';
import { GradientCheckError } from './checkGradient.ts';
import { norm2, relativeL2 } from './distance.ts';
import { describeCase, type GradientCase } from './gradientCase.ts';
import { mixedDifferences } from './mixedDifferences.ts';
import { decode, encode, type OneNodeModel, oneNodeModel } from './oneNodeModel.ts';
import { normalValues } from './random.ts';
import * as reference from './reference/index.ts';
import type { Forward } from './tensor.ts';

export interface CheckSecondOrderOptions {
  readonly engine: Engine;
  /** Float64 forward of the operator; default the one of that name in `testing/reference`. */
  readonly forward?: Forward | undefined;
  /** h of the mixed difference; switches must be farther away than h times the largest element of a normal direction. Default 1e-3. */
  readonly step?: number;
  /** Largest distance of the second derivative, relative to it or to the directions; default 2e-4. */
  readonly tolerance?: number;
}

/**
 * Differentiates the gradient graph of a rule once more: ∂⟨u, ∂⟨c, y⟩/∂x_i⟩/∂x_j for every pair of inputs, with a random
 * cotangent c and direction u, against mixed differences of the operator's float64 forward.
 *
 * @throws GradientCheckError names the operator, the case and the pair of inputs
 * @throws NotDifferentiableError the rule emits an operator that has no rule
 */
export async function checkSecondOrder(
  rule: GradientRule,
  gradientCase: GradientCase,
  { engine, step = 1e-3, tolerance = 2e-4, ...options }: CheckSecondOrderOptions,
): Promise<void> {
  const forward = options.forward ?? (reference as Readonly<Record<string, Forward>>)[rule.op]!;
  const rules = { ...standard, [rule.op]: rule };
  const single = oneNodeModel(rule.op, gradientCase);
  const seed = gradientCase.seed ?? 0;
  const cotangent = normalValues(forward(single.points, single.node).shape, 1000 * seed + 999);
  const inputShapes = Object.fromEntries(Object.entries(single.feeds).map(([name, { shape }]) => [name, shape]));
  const model = await specialise(normalise(single.model), engine, { inputShapes });
  const first = differentiate(model, {
    of: 'y',
    wrt: single.wrt.map(nameOf),
    rules,
    cotangent: 'dy',
    target: engine.target,
  });
  for (const i of single.wrt) {
    const gradient = first.gradients.get(nameOf(i));
    if (gradient === undefined || gradient === 'dy') continue;
    const direction = normalValues(single.points[i]!.shape, 1000 * seed + 500 + i);
    const found = await hessianProduct({ model: first.model, gradient, single, rules, cotangent, direction }, engine);
    for (const j of single.wrt) {
      const numeric = mixedDifferences(forward, single.node, single.points, {
        direction: { input: i, values: direction },
        wrt: j,
        cotangent,
        step,
      });
      const distance = relativeL2(found[j] ?? new Float64Array(numeric.length), numeric, 0.05 * norm2(direction));
      if (distance <= tolerance) continue;
      throw new GradientCheckError(
        `${describeCase(rule.op, gradientCase)}: the gradient by input ${i}, differentiated by input ${j}, is ` +
          `${distance.toExponential(1)} (relative L2) away from mixed differences, allowed are ${tolerance}: ` +
          `[${Array.from(found[j] ?? []).slice(0, 6)} …] instead of [${Array.from(numeric).slice(0, 6)} …]`,
      );
    }
  }
}

interface Product {
  readonly model: StaticModel;
  /** Name of the first gradient. */
  readonly gradient: string;
  readonly single: OneNodeModel;
  readonly rules: RuleTable;
  readonly cotangent: ArrayLike<number>;
  readonly direction: ArrayLike<number>;
}

const nameOf = (input: number) => `x${input}`;

/** ∂⟨direction, gradient⟩/∂inputs by position; absent: the gradient does not depend on that input. */
async function hessianProduct(product: Product, engine: Engine): Promise<Readonly<Record<number, Float64Array>>> {
  const { model, gradient, single, rules, cotangent, direction } = product;
  const second = differentiate(model, {
    of: gradient,
    wrt: single.wrt.map(nameOf),
    rules,
    cotangent: 'u',
    target: engine.target,
  });
  const names = [...new Set(second.gradients.values())];
  if (names.length === 0) return {};
  const outputs = names.map((name) => ({ name }));
  const feeds: Record<string, EngineTensor> = {
    ...single.feeds,
    dy: tensor(second.model, 'dy', cotangent),
    u: tensor(second.model, 'u', direction),
  };
  const joined = {
    ...second.model,
    graph: { ...second.model.graph, outputs: outputs.filter(({ name }) => name !== 'u') },
  };
  const session = await engine.createSession({ model: writeModel(joined, 'reference'), optimisation: 'all' });
  const results = { u: feeds.u!, ...(await session.run(feeds)) } as Record<string, EngineTensor>;
  await session.close();
  return Object.fromEntries(
    single.wrt.flatMap((input) => {
      const name = second.gradients.get(nameOf(input));
      return name === undefined ? [] : [[input, decode(results[name]!)] as const];
    }),
  );
}

function tensor(model: StaticModel, name: string, values: ArrayLike<number>): EngineTensor {
  const { type, shape } = model.values.get(name)!;
  return { type, shape, data: encode(type, values) };
}
