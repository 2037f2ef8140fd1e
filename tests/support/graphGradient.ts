import { differentiate, type RuleTable, standard } from '@smoothgrad/autodiff';
import type { Model } from '@smoothgrad/onnx';
import { engine } from './gradientProperty.ts';
import { run, staticModel } from './runGraph.ts';

/** The gradient of ⟨cotangent, y⟩ by x, of a float32 model written down with these names. */
export async function graphGradient(
  model: Model,
  x: ArrayLike<number>,
  cotangent: ArrayLike<number>,
  rules: RuleTable = standard,
): Promise<number[]> {
  const result = differentiate(await staticModel(model, engine), {
    of: 'y',
    wrt: ['x'],
    rules,
    cotangent: 'dy',
  });
  const name = result.gradients.get('x')!;
  const graph = { ...result.model.graph, outputs: [{ name }] };
  const found = await run({ ...result.model, graph }, engine, { x, dy: cotangent });
  return Array.from(found[name]!.data, Number);
}
