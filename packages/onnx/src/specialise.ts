import { floatTypes } from './elements.ts';
import type { Engine, EngineTensor, WeightSource } from './engine.ts';
import { SpecialisationError } from './errors.ts';
import type { Graph, Model, StaticModel, Tensor, Value } from './ir.ts';
import { measureShapes } from './measureShapes.ts';
import { batchNormalizationToConv } from './passes/batchNormalizationToConv.ts';
import { decompose } from './passes/decompose/decompose.ts';
import { foldedShape } from './passes/foldShapes.ts';
import { variableValues, withoutDeadCode } from './passes/graphWalks.ts';
import { writeModel } from './protobuf/writeModel.ts';
import { elementCount } from './shapes.ts';

export interface SpecialiseOptions {
  /** Static shape of every graph input, by name. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly weights?: WeightSource | undefined;
}

/**
 * Fixes the shapes of the inputs and learns the type and shape of every value from the runtime: all values become outputs
 * of a throw-away session, whose metadata tells. Shape arithmetic is then evaluated once and replaced by constants.
 *
 * @param model a normalised model (`normalise`)
 * @throws SpecialisationError the runtime refuses the model (its reason is in the message)
 */
export async function specialise(model: Model, engine: Engine, options: SpecialiseOptions): Promise<StaticModel> {
  const fixed = withInputShapes(model, options.inputShapes);
  const values = await probe(fixed, engine, options.weights);
  const folded = foldShapeNodes(fixed.graph, values);
  const constant = await evaluateConstants({ ...fixed, graph: folded }, values, engine, options.weights);
  return batchNormalizationToConv(decompose({ ...fixed, graph: withoutDeadCode(constant), values }));
}

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

async function probe(model: Model, engine: Engine, weights: WeightSource | undefined): Promise<Map<string, Value>> {
  const names = new Set(model.graph.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== ''));
  const everything = { ...model.graph, outputs: [...names].map((name) => ({ name })) };
  const session = await createSession({ ...model, graph: everything }, engine, weights);
  const values = new Map<string, Value>();
  for (const { name, type } of [...session.inputs, ...session.outputs]) {
    const shape = type?.shape;
    if (type && shape?.every((dimension) => typeof dimension === 'number' && dimension >= 0)) {
      values.set(name, { name, type: type.elementType, shape: shape as number[] });
    }
  }
  for (const { name, type, dims } of model.graph.initializers.values()) values.set(name, { name, type, shape: dims });
  const measured = await measureShapes(model.graph, values, session);
  await session.close();
  return measured;
}

async function createSession(model: Model, engine: Engine, weights: WeightSource | undefined) {
  try {
    return await engine.createSession({ model: writeModel(model, 'reference'), weights, optimisation: 'basic' });
  } catch (cause) {
    throw new SpecialisationError(`${engine.name} cannot load the model: ${reasonOf(cause)}`, { cause });
  }
}

/** What the runtime said, without the engine's own words that loading failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function foldShapeNodes(graph: Graph, values: ReadonlyMap<string, Value>): Graph {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.filter((node) => {
    const tensor = foldedShape(node, values);
    if (tensor !== undefined) initializers.set(tensor.name, tensor);
    return tensor === undefined;
  });
  return { ...graph, nodes, initializers };
}

/** Constants of at most this many elements are worth knowing: shapes, bounds, pads; and scalars among the floats. */
const INTEGER_LIMIT = 1024;
const FLOAT_LIMIT = 1;

/** Values that do not depend on an input, evaluated by the runtime and put back as initializers. */
async function evaluateConstants(
  model: Model,
  values: ReadonlyMap<string, Value>,
  engine: Engine,
  weights: WeightSource | undefined,
): Promise<Graph> {
  const { graph } = model;
  const variable = variableValues(graph);
  // Whole nodes only: a value cannot be an initializer and the output of a node that stays for another output.
  const wanted = graph.nodes
    .map(({ outputs }) => outputs.filter((name) => name !== ''))
    .filter((outputs) => outputs.every((name) => !variable.has(name) && isSmall(values.get(name))))
    .flat();
  if (wanted.length === 0) return graph;
  const part = withoutDeadCode({ ...graph, inputs: [], outputs: wanted.map((name) => ({ name })) });
  const session = await createSession({ ...model, graph: part }, engine, weights);
  const results = await session.run({});
  await session.close();
  const known = new Map(Object.entries(results).map(([name, tensor]) => [name, toInitializer(name, tensor)]));
  return {
    ...graph,
    nodes: graph.nodes.filter(({ outputs }) => !outputs.every((name) => name === '' || known.has(name))),
    initializers: new Map([...graph.initializers, ...known]),
  };
}

function isSmall(value: Value | undefined): boolean {
  if (value === undefined || value.type === 'string') return false;
  return elementCount(value.shape) <= (floatTypes.has(value.type) ? FLOAT_LIMIT : INTEGER_LIMIT);
}

function toInitializer(name: string, { type, shape, data }: EngineTensor): Tensor {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, type, dims: shape, data: { kind: 'inline', bytes } };
}
