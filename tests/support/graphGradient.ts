import { differentiate, type RuleTable, standard } from '@smoothgrad/autodiff';
import type { Model } from '@smoothgrad/onnx';
import { engine } from './gradientProperty.ts';
import { run, staticModel } from './runGraph.ts';

/** The gradient of ⟨cotangent, y⟩ by x or another value, of a float32 model written down with these names. */
export async function graphGradient(
  model: Model,
  x: ArrayLike<number>,
  cotangent: ArrayLike<number>,
  rules: RuleTable = standard,
  wrt = 'x',
): Promise<number[]> {
  const result = differentiate(await staticModel(model, engine), {
    of: 'y',
    wrt: [wrt],
    rules,
    cotangent: 'dy',
  });
  const name = result.gradients.get(wrt)!;
  const graph = { ...result.model.graph, outputs: [{ name }] };
  const found = await run({ ...result.model, graph }, engine, { x, dy: cotangent });
  return Array.from(found[name]!.data, Number);
}
