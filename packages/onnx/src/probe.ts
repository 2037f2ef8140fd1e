import type { Engine, Session, WeightSource } from './engine.ts';
import { SpecialisationError } from './errors.ts';
import type { Model, Value } from './ir.ts';
import { measureShapes } from './measureShapes.ts';
import { guardSlices, LENGTH_GUARD } from './passes/guardSlices.ts';
import { writeModel } from './protobuf/writeModel.ts';
import { reasonOf } from './reasonOf.ts';

export interface Probed {
  readonly values: ReadonlyMap<string, Value>;
  /** Tensors whose shape the runtime does not know. */
  readonly open: ReadonlySet<string>;
}

/** Types and shapes of all values, from the metadata of a session that returns them. */
export async function probe(model: Model, engine: Engine, weights: WeightSource | undefined): Promise<Probed> {
  const names = new Set(model.graph.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== ''));
  const everything = { ...model.graph, outputs: [...names].map((name) => ({ name })) };
  const session = await createSession({ ...model, graph: everything }, engine, weights);
  const values = new Map<string, Value>();
  const open = new Set<string>();
  for (const { name, type } of [...session.inputs, ...session.outputs]) {
    const shape = type?.shape;
    if (type && shape?.every((dimension) => typeof dimension === 'number' && dimension >= 0)) {
      values.set(name, { name, type: type.elementType, shape: shape as number[] });
    } else if (type && type.elementType !== 'string') open.add(name);
  }
  for (const { name, type, dims } of model.graph.initializers.values()) values.set(name, { name, type, shape: dims });
  const measured = await measureShapes(model.graph, values, session);
  await session.close();
  return { values: measured, open };
}

/** @throws SpecialisationError with what the runtime says */
export async function createSession(model: Model, engine: Engine, weights: WeightSource | undefined): Promise<Session> {
  const encoded = writeModel({ ...model, graph: guardSlices(model.graph) }, 'reference');
  try {
    return await engine.createSession({ model: encoded, weights, optimisation: 'basic' });
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new SpecialisationError(`${engine.name} cannot load the model: ${tooSmall(reason) ?? reason}`, { cause });
  }
}

function tooSmall(reason: string): string | undefined {
  const value = reason.split(LENGTH_GUARD)[1]?.match(/^(.*?)\/same/)?.[1];
  return value && `'${value}' would have a negative length. If the size of the input is open, give a larger --size`;
}
