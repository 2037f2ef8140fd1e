import { floatTypes } from './elements.ts';
import type { EngineData, EngineTensor, Session, SessionOptions } from './engine.ts';
import type { ElementType, GraphNode, Model, Value } from './ir.ts';
import { namesOf, readsOf, variableValues, withoutDeadCode } from './passes/graphWalks.ts';
import { uniqueNames } from './passes/uniqueNames.ts';
import { elementCount } from './shapes.ts';

export type Load = (model: Model, optimisation?: SessionOptions['optimisation']) => Promise<Session>;

/**
 * The runtime reports a value whose rank it cannot infer as if it were a scalar. Which of the scalars these are, the length of
 * their shapes tells: that of a true scalar is 0.
 *
 * @param model with all its values as outputs
 * @param values what the session's metadata says
 */
export async function unknownRanks(model: Model, values: ReadonlyMap<string, Value>, load: Load): Promise<Set<string>> {
  const { graph } = model;
  const variable = variableValues(graph);
  const scalars = [...values.values()].filter(
    ({ name, type, shape }) => shape.length === 0 && floatTypes.has(type) && variable.has(name),
  );
  if (scalars.length === 0) return new Set();
  const unique = uniqueNames(namesOf(graph));
  const nodes = scalars.map(({ name }): GraphNode => {
    const to = unique(`smoothgrad/shape of ${name}`);
    return { op: 'Shape', domain: '', name: to, inputs: [name], outputs: [to], attributes: new Map() };
  });
  const asked = nodes.map(({ name }) => ({ name }));
  const outputs = [...graph.outputs, ...asked];
  const session = await load({ ...model, graph: { ...graph, nodes: [...graph.nodes, ...nodes], outputs } }, 'disabled');
  await session.close();
  const lengths = new Map(session.outputs.map(({ name, type }) => [name, type?.shape?.[0]]));
  return new Set(scalars.flatMap(({ name }, i) => (lengths.get(asked[i]!.name) === 0 ? [] : [name])));
}

interface Unmeasured {
  readonly values: ReadonlyMap<string, Value>;
  readonly unknown: ReadonlySet<string>;
  readonly load: Load;
}

/**
 * Runs the model up to the first values of unknown rank, whose shapes are those of the results. Not further: what comes behind
 * them could be of any size.
 *
 * Values made from others whose dimensions depend on the data are left out: their shape at one input says nothing.
 */
export async function measureFirst(model: Model, { values, unknown, load }: Unmeasured): Promise<Value[]> {
  const isKnown = (name: string) => values.has(name) && !unknown.has(name);
  const first = model.graph.nodes
    .filter((node) => readsOf(node).every(isKnown))
    .flatMap(({ outputs }) => outputs.filter((name) => unknown.has(name)));
  if (first.length === 0) return [];
  const cut = withoutDeadCode({ ...model.graph, outputs: first.map((name) => ({ name })) });
  const session = await load({ ...model, graph: cut });
  try {
    const runs = await Promise.all([0, 1].map((value) => shapesAt(session, model, values, value)));
    return first.flatMap((name) => {
      const [before, after] = runs.map((shapes) => shapes?.get(name));
      return before === undefined || `${before}` !== `${after}` ? [] : [{ ...values.get(name)!, shape: before }];
    });
  } finally {
    await session.close();
  }
}

async function shapesAt(
  session: Session,
  { graph }: Model,
  values: ReadonlyMap<string, Value>,
  value: number,
): Promise<Map<string, readonly number[]> | undefined> {
  const feeds = graph.inputs.map(({ name }) => [name, filled(values.get(name), value)] as const);
  if (feeds.some(([, tensor]) => tensor === undefined)) return undefined;
  try {
    const results = await session.run(Object.fromEntries(feeds) as Record<string, EngineTensor>);
    return new Map(Object.entries(results).map(([name, { shape }]) => [name, shape]));
  } catch {
    return undefined;
  }
}

const arrays: Partial<Record<ElementType, new (length: number) => EngineData>> = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

function filled(value: Value | undefined, number: number): EngineTensor | undefined {
  const array = value && arrays[value.type];
  if (array === undefined) return undefined;
  const data = new array(elementCount(value!.shape));
  if (data instanceof BigInt64Array) data.fill(BigInt(number));
  else (data as Float32Array).fill(number);
  return { type: value!.type, shape: value!.shape, data };
}
