import { checkNumbers } from './checkNumbers.ts';
import { checkReshapes } from './checkReshapes.ts';
import type { Engine, Target, WeightSource } from './engine.ts';
import { SpecialisationError } from './errors.ts';
import type { GraphNode, Model, StaticModel } from './ir.ts';
import { batchNormalizationToConv } from './passes/batchNormalizationToConv.ts';
import { batchStatistics } from './passes/batchStatistics.ts';
import { isComposite } from './passes/decompose/isComposite.ts';
import { withoutDeadCode } from './passes/graphWalks.ts';
import { patchConvToMatMul } from './passes/patchConvToMatMul.ts';
import { isQuantisedOperator } from './passes/quantised/isQuantisedOperator.ts';
import { settle } from './settle.ts';

type StaticPass = (model: StaticModel, target: Target) => StaticModel | Promise<StaticModel>;

/** What needs shapes to be rewritten, in order. */
const staticPasses: readonly StaticPass[] = [
  where(isQuantisedOperator, async () => (await import('./passes/quantised/quantisedInFloat32.ts')).quantisedInFloat32),
  where(isComposite, async () => (await import('./passes/decompose/decompose.ts')).decompose),
  batchStatistics,
  batchNormalizationToConv,
  patchConvToMatMul,
];

export interface SpecialiseOptions {
  /** Static shape of every graph input, by name. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly weights?: WeightSource | undefined;
  /** The runtime the model is for; default that of the engine. */
  readonly target?: Target | undefined;
}

/**
 * Fixes the shapes of the inputs and learns the type and shape of every value from the runtime: all values become outputs
 * of a throw-away session, whose metadata tells. Shape arithmetic is then evaluated once and replaced by constants.
 *
 * @param model a normalised model (`normalise`)
 * @throws SpecialisationError the runtime refuses the model (its reason is in the message)
 * @throws InvalidModelError it holds numbers that no network has
 */
export async function specialise(model: Model, engine: Engine, options: SpecialiseOptions): Promise<StaticModel> {
  checkNumbers(model.graph);
  const fixed = withInputShapes(model, options.inputShapes);
  const { target = engine.target } = options;
  for (let current: Model = fixed; ; ) {
    const { graph, values } = await settle(current, engine, options.weights);
    checkReshapes(graph, values);
    const settled: StaticModel = { ...current, graph: withoutDeadCode(graph), values };
    let rewritten = settled;
    for (const pass of staticPasses) rewritten = await pass(rewritten, target);
    // The runtime does not know the shapes behind some composite operators, but behind what these become.
    if (isComplete(rewritten) || rewritten.graph.nodes.length === settled.graph.nodes.length) return rewritten;
    current = rewritten;
  }
}

/** A pass for operators that few models have: loaded for those that do. */
function where(isRare: (node: GraphNode) => boolean, load: () => Promise<StaticPass>): StaticPass {
  return async (model, target) => (model.graph.nodes.some(isRare) ? (await load())(model, target) : model);
}

const isComplete = ({ graph, values }: StaticModel) =>
  graph.nodes.every(({ outputs }) => outputs.every((name) => name === '' || values.has(name)));

function withInputShapes(model: Model, shapes: SpecialiseOptions['inputShapes']): Model {
  const inputs = model.graph.inputs.map(({ name, type }) => {
    const shape = shapes[name];
    if (shape === undefined || type === undefined)
      throw new SpecialisationError(`the input '${name}' needs a shape and a tensor type`);
    return { name, type: { elementType: type.elementType, shape } };
  });
  // Recorded shapes of inner values were made for other input sizes, and would contradict the runtime's own.
  return { ...model, graph: { ...model.graph, inputs, extra: undefined } };
}
