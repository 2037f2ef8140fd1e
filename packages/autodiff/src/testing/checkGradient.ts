import type { Engine } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { centralDifferences } from './centralDifferences.ts';
import { norm2, relativeL2 } from './distance.ts';
import { describeCase, type GradientCase } from './gradientCase.ts';
import { decode, oneNodeModel } from './oneNodeModel.ts';
import { normalValues } from './random.ts';
import * as reference from './reference/index.ts';
import { runBackward } from './runBackward.ts';
import type { Forward } from './tensor.ts';

export interface CheckGradientOptions {
  readonly engine: Engine;
  /** Float64 forward of the operator; default the one of that name in `testing/reference`. */
  readonly forward?: Forward | undefined;
  /** Largest relative L2 distance between the runtime's float32 output and the reference forward; default 1e-5. */
  readonly forwardTolerance?: number;
}

/** A gradient smaller than this part of the cotangent is a sum that cancels, and carries the rounding of its terms. */
const CANCELLED = 0.05;

/** A rule, or the reference it is held to, is wrong. */
export class GradientCheckError extends Error {
  override readonly name = 'GradientCheckError';
}

/**
 * Holds a gradient rule to central differences, as `jax.test_util.check_grads` does.
 *
 * For each case a model of one node is differentiated by the standard table with `rule` in it, and run with a random
 * cotangent. Its output must agree with a naive float64 forward of the operator, and its gradient for every float input
 * with central differences of that forward.
 *
 * @throws GradientCheckError names the operator, the case, its shapes and the distance
 * @throws NotDifferentiableError the rule refuses the node
 * @example await checkGradient(Relu, [{ inputs: [{ shape: [2, 3], values: distinctValues([2, 3], 1) }] }], { engine });
 */
export async function checkGradient(
  rule: GradientRule,
  cases: readonly GradientCase[],
  options: CheckGradientOptions,
): Promise<void> {
  const forward = options.forward ?? (reference as Readonly<Record<string, Forward>>)[rule.op];
  if (forward === undefined) {
    throw new GradientCheckError(`there is no reference forward of ${rule.op}: write testing/reference/${rule.op}.ts`);
  }
  for (const gradientCase of cases) await checkCase(rule, gradientCase, forward, options);
}

async function checkCase(
  rule: GradientRule,
  gradientCase: GradientCase,
  forward: Forward,
  { engine, forwardTolerance = 1e-5 }: CheckGradientOptions,
): Promise<void> {
  const { step = 1e-4, tolerance = 2e-5, seed = 0 } = gradientCase;
  const single = oneNodeModel(rule.op, gradientCase);
  const what = describeCase(rule.op, gradientCase);
  const expected = forward(single.points, single.node);
  const cotangent = normalValues(expected.shape, 1000 * seed + 999);
  const { y, gradients } = await runBackward(rule, single, cotangent, engine);

  if (y.shape.join() !== expected.shape.join()) {
    throw new GradientCheckError(
      `${what}: the reference forward has shape [${expected.shape}], the runtime's output [${y.shape}]`,
    );
  }
  const distance = relativeL2(decode(y), expected.data);
  if (!(distance <= forwardTolerance)) {
    throw new GradientCheckError(
      `${what}: the reference forward is ${distance.toExponential(1)} (relative L2) away from the runtime's output`,
    );
  }
  for (const input of single.wrt) {
    const gradient = gradients[input];
    if (gradient === undefined)
      throw new GradientCheckError(`${what}: the rule returned no cotangent for input ${input}`);
    const numeric = centralDifferences(forward, single.node, single.points, input, cotangent, step);
    compare(decode(gradient), numeric, {
      what: `${what}: the gradient by input ${input}`,
      tolerance,
      floor: CANCELLED * norm2(cotangent),
    });
  }
}

interface Comparison {
  readonly what: string;
  readonly tolerance: number;
  readonly floor: number;
}

function compare(gradient: Float64Array, numeric: Float64Array, { what, tolerance, floor }: Comparison): void {
  if (gradient.length !== numeric.length) {
    throw new GradientCheckError(`${what} has ${gradient.length} elements instead of ${numeric.length}`);
  }
  const distance = relativeL2(gradient, numeric, floor);
  if (distance <= tolerance) return;
  const errors = gradient.map((value, i) => Math.abs(value - numeric[i]!));
  const worst = errors.findIndex((error) => Number.isNaN(error) || error === Math.max(...errors));
  throw new GradientCheckError(
    `${what} is ${distance.toExponential(1)} (relative L2) away from central differences, allowed are ${tolerance}; ` +
      `the farthest is element ${worst}: ${gradient[worst]} instead of ${numeric[worst]}`,
  );
}
