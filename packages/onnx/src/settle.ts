import { floatTypes } from './elements.ts';
import type { Engine, EngineTensor, WeightSource } from './engine.ts';
import type { ElementType, Graph, GraphNode, Model, Tensor, Value } from './ir.ts';
import { foldedShape } from './passes/foldShapes.ts';
import { graphBefore } from './passes/graphBefore.ts';
import { variableValues, withoutDeadCode } from './passes/graphWalks.ts';
import { isIf, resolveIfs } from './passes/resolveIfs.ts';
import { isRoundedResize, sizeRoundedResize } from './passes/roundedResizes.ts';
import { createSession, type Probed, probe } from './probe.ts';
import { elementCount } from './shapes.ts';

/**
 * Branches that are never taken, loops and sequences of tensors hide shapes from the runtime. Which branch is taken, and how
 * often a loop runs, constants tell, and these may need the shapes of what comes before: so the runtime is asked again as
 * long as something was found out.
 */
export async function settle(model: Model, engine: Engine, weights: WeightSource | undefined): Promise<Settled> {
  for (let current = { ...model, graph: resolveIfs(model.graph) }; ; ) {
    const { values, open, failure } = await probeAhead(current, engine, weights);
    const sized = sizeRoundedResize(current.graph, values);
    if (sized !== current.graph) {
      current = { ...current, graph: sized };
      continue;
    }
    const folded = { ...current, graph: foldShapeNodes(current.graph, values) };
    const graph = await evaluateConstants(folded, { values, open, engine, weights });
    const resolved = await withoutLoops(resolveIfs(graph), values);
    const learned = [...open].some((name) => graph.initializers.has(name));
    if (resolved === graph && !learned) {
      if (failure !== undefined) throw failure;
      return { graph, values };
    }
    current = { ...current, graph: withoutDeadCode(resolved) };
  }
}

/** Loops unrolled, then sequences resolved. Few models have any: how that is done is loaded for those that do. */
async function withoutLoops(graph: Graph, values: ReadonlyMap<string, Value>): Promise<Graph> {
  if (!graph.nodes.some(isLoopOrSequence)) return graph;
  const [{ unrollLoops }, { resolveSequences }] = await Promise.all([
    import('./passes/unrollLoops.ts'),
    import('./passes/resolveSequences.ts'),
  ]);
  return resolveSequences(unrollLoops(graph), values);
}

const isLoopOrSequence = ({ op, domain }: GraphNode) => domain === '' && (op === 'Loop' || op.includes('Sequence'));

interface Settled {
  readonly graph: Graph;
  readonly values: ReadonlyMap<string, Value>;
}

/**
 * The whole model, or, where the runtime refuses that, what comes before its first Ifs and rounded Resizes: a branch that is not
 * taken, or sizes inferred wrongly, may contradict the shapes of this input.
 */
async function probeAhead(
  model: Model,
  engine: Engine,
  weights: WeightSource | undefined,
): Promise<Probed & { readonly failure?: unknown }> {
  try {
    return await probe(model, engine, weights);
  } catch (failure) {
    const graph = graphBefore(model.graph, (node) => isIf(node) || isRoundedResize(model.graph, node));
    if (graph === undefined) throw failure;
    // The runtime takes no graph without nodes.
    const before = graph.nodes.length > 0 ? await probe({ ...model, graph }, engine, weights) : inputsOf(graph);
    return { ...before, failure };
  }
}

/** What is known without the runtime: `specialise` has fixed the shapes of all inputs. */
function inputsOf({ inputs }: Graph): Probed {
  const values = inputs.map(({ name, type }) => ({
    name,
    type: type!.elementType,
    shape: type!.shape as readonly number[],
  }));
  return { values: new Map(values.map((value) => [value.name, value])), open: new Set() };
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

/** Constants of at most this many elements are worth knowing: shapes, bounds, pads; and scalars and scales among the floats. */
const INTEGER_LIMIT = 1024;
const FLOAT_LIMIT = 16;

/** Values that do not depend on an input, evaluated by the runtime and put back as initializers. */
async function evaluateConstants(
  model: Model,
  { values, open, engine, weights }: Probed & { engine: Engine; weights: WeightSource | undefined },
): Promise<Graph> {
  const { graph } = model;
  const variable = variableValues(graph);
  const isWanted = (name: string) => !variable.has(name) && (open.has(name) || isSmall(values.get(name)));
  const outputsOf = (node: GraphNode) => node.outputs.filter((name) => name !== '');
  // Whole nodes only: a value cannot be an initializer and the output of a node that stays for another output.
  const candidates = graph.nodes.filter((node) => outputsOf(node).every(isWanted));
  const wanted = candidates.flatMap(outputsOf);
  if (wanted.length === 0) return graph;
  const part = withoutDeadCode({ ...graph, inputs: [], outputs: wanted.map((name) => ({ name })) });
  const session = await createSession({ ...model, graph: part }, engine, weights);
  const results = await session.run({}).finally(() => session.close());
  // Those of open shape may turn out to be large.
  const known = candidates.filter((node) => outputsOf(node).every((name) => isSmall({ name, ...results[name]! })));
  const tensors = known.flatMap(outputsOf).map((name) => [name, toInitializer(name, results[name]!)] as const);
  const gone = new Set(known);
  return {
    ...graph,
    nodes: graph.nodes.filter((node) => !gone.has(node)),
    initializers: new Map([...graph.initializers, ...tensors]),
  };
}

/** Types of `EngineData`; fetching others fails, and 4-bit ones end the process (onnxruntime-node 1.30). */
const FETCHABLE: ReadonlySet<ElementType> = new Set([
  'float32',
  'float64',
  'float16',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bool',
]);

function isSmall(value: Value | undefined): boolean {
  if (value === undefined || !FETCHABLE.has(value.type)) return false;
  return elementCount(value.shape) <= (floatTypes.has(value.type) ? FLOAT_LIMIT : INTEGER_LIMIT);
}

function toInitializer(name: string, { type, shape, data }: EngineTensor): Tensor {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, type, dims: shape, data: { kind: 'inline', bytes } };
}
