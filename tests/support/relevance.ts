import { differentiate, type RuleTable, relevanceSeed } from '@smoothgrad/autodiff';
import type { Engine, Model, StaticModel } from '@smoothgrad/onnx';
import { run, staticModel } from './runGraph.ts';

export interface RelevanceRun {
  readonly rules: RuleTable | ((model: StaticModel) => RuleTable);
  readonly feeds: Readonly<Record<string, ArrayLike<number>>>;
  /** Relevance of y itself; default: y, as a method starts. */
  readonly start?: ArrayLike<number> | undefined;
  /** Passes before rules are applied. */
  readonly prepare?: (model: StaticModel) => StaticModel;
}

/** Relevance of the input `x` of a graph whose output is `y`. */
export async function relevanceOf(
  source: Model,
  engine: Engine,
  { rules, feeds, start, prepare = (model) => model }: RelevanceRun,
): Promise<number[]> {
  const model = prepare(await staticModel(source, engine));
  const options = { of: 'y', wrt: ['x'], rules: typeof rules === 'function' ? rules(model) : rules, cotangent: 'dy' };
  const walked = differentiate(model, { ...options, ...(start === undefined && { seed: relevanceSeed }) });
  const name = walked.gradients.get('x')!;
  const size = model.values.get('y')!.shape.reduce((a, b) => a * b, 1);
  const dy = start ?? new Float32Array(size).fill(1);
  const graph = { ...walked.model.graph, outputs: [{ name }] };
  const results = await run({ ...walked.model, graph }, engine, { ...feeds, dy });
  return Array.from(results[name]!.data, Number);
}
