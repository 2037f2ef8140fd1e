import { checkSizes } from './checkSizes.ts';
import type { Engine, Session, SessionOptions, WeightSource } from './engine.ts';
import { SpecialisationError } from './errors.ts';
import type { Model, Value } from './ir.ts';
import { type Load, measureFirst, unknownRanks } from './measureShapes.ts';
import { variableValues, withoutDeadCode } from './passes/graphWalks.ts';
import { type Guard, guardedValue, guardSlices } from './passes/guardSlices.ts';
import { writeModel } from './protobuf/writeModel.ts';
import { reasonOf } from './reasonOf.ts';

export interface Probed {
  readonly values: ReadonlyMap<string, Value>;
  /** Tensors whose shape the runtime does not know. */
  readonly open: ReadonlySet<string>;
}

/**
 * Types and shapes of all values, from the metadata of a session that returns them.
 *
 * @throws SpecialisationError the runtime refuses the model, or a value of it would take all memory
 */
export async function probe(model: Model, engine: Engine, weights: WeightSource | undefined): Promise<Probed> {
  const load: Load = (asked, optimisation) => createSession(asked, engine, weights, optimisation);
  await checkConstants(model, load);
  const measured = new Map<string, Value>();
  for (;;) {
    const asked = withAllOutputs(model, measured);
    const { values, open } = await describe(asked, load);
    checkSizes(values.values());
    for (const { name, type, dims } of model.graph.initializers.values()) values.set(name, { name, type, shape: dims });
    for (const value of measured.values()) values.set(value.name, value);
    const unknown = await unknownRanks(asked, values, load);
    for (const name of measured.keys()) unknown.delete(name);
    const more = await measureFirst(model, { values, unknown, load });
    if (more.length === 0) return { values: new Map([...values].filter(([name]) => !unknown.has(name))), open };
    for (const value of more) measured.set(value.name, value);
  }
}

async function describe(model: Model, load: Load, optimisation?: SessionOptions['optimisation']) {
  // The runtime loads no model that makes nothing, such as what comes before an If that is the first node.
  if (model.graph.outputs.length === 0) return { values: new Map<string, Value>(), open: new Set<string>() };
  const session = await load(model, optimisation);
  await session.close();
  return described(session);
}

/** Creating a session computes what does not depend on an input: its sizes must be known before. */
async function checkConstants(model: Model, load: Load): Promise<void> {
  const variable = variableValues(model.graph);
  const nodes = model.graph.nodes.filter(
    ({ outputs }) => outputs.some((name) => name !== '') && !outputs.some((name) => variable.has(name)),
  );
  if (nodes.length === 0) return;
  const constant = withAllOutputs({ ...model, graph: { ...model.graph, inputs: [], nodes } });
  const { values } = await describe({ ...constant, graph: withoutDeadCode(constant.graph) }, load, 'disabled');
  checkSizes(values.values());
}

/** @param measured what is known of some of them: the runtime goes on from there */
function withAllOutputs(model: Model, measured: ReadonlyMap<string, Value> = new Map()): Model {
  const names = new Set(model.graph.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== ''));
  const outputs = [...names].map((name) => {
    const known = measured.get(name);
    return known === undefined ? { name } : { name, type: { elementType: known.type, shape: known.shape } };
  });
  return { ...model, graph: { ...model.graph, outputs } };
}

function described(session: Session) {
  const values = new Map<string, Value>();
  const open = new Set<string>();
  for (const { name, type } of [...session.inputs, ...session.outputs]) {
    const shape = type?.shape;
    if (type && shape?.every((dimension) => typeof dimension === 'number' && dimension >= 0)) {
      values.set(name, { name, type: type.elementType, shape: shape as number[] });
    } else if (type && type.elementType !== 'string') open.add(name);
  }
  return { values, open };
}

/** @throws SpecialisationError with what the runtime says */
export async function createSession(
  model: Model,
  engine: Engine,
  weights: WeightSource | undefined,
  optimisation: SessionOptions['optimisation'] = 'basic',
): Promise<Session> {
  const load = (guard: Guard) => {
    const encoded = writeModel({ ...model, graph: guardSlices(model.graph, guard) }, 'reference');
    return engine.createSession({ model: encoded, weights, optimisation });
  };
  const isEmptiness = (error: unknown) => /product of 0/i.test(reasonOf(error)) && guardedValue(reasonOf(error));
  try {
    return await load('exact').catch((error) => (isEmptiness(error) ? load('rough') : Promise.reject(error)));
  } catch (cause) {
    const value = guardedValue(reasonOf(cause));
    const reason =
      value === undefined
        ? reasonOf(cause)
        : `'${value}' would have a negative length. If the size of the input is open, give a larger --size`;
    throw new SpecialisationError(`${engine.name} cannot load the model: ${reason}`, { cause });
  }
}
