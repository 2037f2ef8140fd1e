import type { GradientRule } from '@smoothgrad/autodiff';
import type { GradientCase } from '@smoothgrad/autodiff/testing';
import { type Engine, elementCount } from '@smoothgrad/onnx';
import { decode, oneNodeModel } from '../../packages/autodiff/src/testing/oneNodeModel.ts';
import * as reference from '../../packages/autodiff/src/testing/reference/index.ts';
import { runBackward } from '../../packages/autodiff/src/testing/runBackward.ts';
import type { Forward } from '../../packages/autodiff/src/testing/tensor.ts';
import { engine as native } from './gradientProperty.ts';

/** The gradient of ⟨cotangent, y⟩ by the first input that is differentiated, at a point given literally. Default cotangent: ones. */
export async function gradientAt(
  rule: GradientRule,
  gradientCase: GradientCase,
  cotangent?: ArrayLike<number>,
  engine: Engine = native,
): Promise<number[]> {
  const single = oneNodeModel(rule.op, gradientCase);
  const forward = (reference as Readonly<Record<string, Forward>>)[rule.op]!;
  const ones = Array.from({ length: elementCount(forward(single.points, single.node).shape) }, () => 1);
  const { gradients } = await runBackward(rule, single, cotangent ?? ones, engine);
  return Array.from(decode(gradients[single.wrt[0]!]!));
}
