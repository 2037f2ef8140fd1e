import { floatTypes } from './elements.ts';
import type { EngineData, EngineTensor, Session } from './engine.ts';
import type { ElementType, Graph, Value } from './ir.ts';
import { variableValues } from './passes/graphWalks.ts';
import { elementCount } from './shapes.ts';

/**
 * The runtime reports a value whose rank it cannot infer as if it were a scalar. Where a number that depends on an input is
 * said to be one, the model is run, and its shapes are those of the results.
 *
 * Values made from others whose dimensions depend on the data are left out: their shape at one input says nothing.
 *
 * @param session of a model whose outputs are all its values
 * @param values what the session's metadata says; unknown ones are missing
 * @returns `values` with measured shapes in place of doubtful ones
 */
export async function measureShapes(
  graph: Graph,
  values: ReadonlyMap<string, Value>,
  session: Session,
): Promise<Map<string, Value>> {
  const { doubtful, hopeless } = doubtfulScalars(graph, values);
  const result = new Map([...values].filter(([name]) => !hopeless.has(name)));
  if (doubtful.size === 0) return result;
  const runs = await Promise.all([0, 1].map((value) => shapesAt(graph, values, session, { names: doubtful, value })));
  for (const name of doubtful) {
    const [first, second] = runs.map((shapes) => shapes?.get(name));
    if (first === undefined || `${first}` !== `${second}`) result.delete(name);
    else result.set(name, { ...values.get(name)!, shape: first });
  }
  return result;
}

/** Numbers without an axis that depend on an input; hopeless where they are made from values without a known shape. */
function doubtfulScalars(graph: Graph, values: ReadonlyMap<string, Value>) {
  const variable = variableValues(graph);
  const [doubtful, hopeless] = [new Set<string>(), new Set<string>()];
  for (const { inputs, outputs } of graph.nodes) {
    const isKnown = inputs.every((name) => name === '' || (values.has(name) && !hopeless.has(name)));
    for (const name of outputs) {
      const value = values.get(name);
      if (value === undefined || !variable.has(name) || !floatTypes.has(value.type) || value.shape.length > 0) continue;
      (isKnown ? doubtful : hopeless).add(name);
    }
  }
  return { doubtful, hopeless };
}

async function shapesAt(
  graph: Graph,
  values: ReadonlyMap<string, Value>,
  session: Session,
  { names, value }: { readonly names: ReadonlySet<string>; readonly value: number },
): Promise<Map<string, readonly number[]> | undefined> {
  const feeds = graph.inputs.map(({ name }) => [name, filled(values.get(name), value)] as const);
  if (feeds.some(([, tensor]) => tensor === undefined)) return undefined;
  try {
    const results = await session.run(Object.fromEntries(feeds) as Record<string, EngineTensor>, [...names]);
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
