import { differentiate, NotDifferentiableError, standard } from '@smoothgrad/autodiff';
import {
  createBuilder,
  type Engine,
  type EngineTensor,
  elementCount,
  type GraphBuilder,
  type GraphNode,
  int,
  type Model,
  namesOf,
  normalise,
  type StaticModel,
  specialise,
  type Target,
  type Value,
  withoutDeadCode,
  writeModel,
} from '@smoothgrad/onnx';
import { oneNodeModel } from '../../packages/autodiff/src/testing/oneNodeModel.ts';
import { numbers } from './graphs.ts';
import type { OperatorExample } from './operatorExamples.ts';

/** The gradients of an operator's example as a graph that takes and returns what an explainer does. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly image: Float32Array;
  readonly cotangent: Float32Array;
}

/**
 * y and its gradients by all inputs that carry one, one after the other in the output `gradient`, of those inputs one after the
 * other in the input `image` and of `cotangent`, both [1, length].
 *
 * @throws NotDifferentiableError
 */
export async function packedGradients(
  op: string,
  example: OperatorExample,
  engine: Engine,
  target: Target,
): Promise<Packed> {
  const { model, feeds, wrt } = await exampleModel(op, example, engine, target);
  const options = { of: 'y', wrt, rules: standard, cotangent: 'dy', target };
  const { model: joined, gradients } = differentiate(model, options);
  const names = namesOf(joined.graph);
  const g = createBuilder((name) => names.has(name) || name === 'image' || name === 'cotangent');
  g.scope('packed');
  const known = (name: string) => joined.values.get(name)!;
  const length = wrt.reduce((sum, name) => sum + elementCount(known(name).shape), 0);
  const image: Value = { name: 'image', type: 'float32', shape: [1, length] };
  const cotangent: Value = { name: 'cotangent', type: 'float32', shape: [1, elementCount(known('y').shape)] };
  const parts = [...slices(g, image, wrt.map(known)), identity(g.reshape(cotangent, known('y').shape).name, 'dy')];
  const before = g.nodes.length;
  const rows = ['y', ...gradients.values()].map((name) => g.reshape(known(name), [1, elementCount(known(name).shape)]));
  const total = rows.reduce((sum, { shape }) => sum + shape[1]!, 0);
  const result = g.op('Concat', rows, { shape: [1, total], attributes: { axis: int(1) } });
  const packed: Model = {
    ...joined,
    graph: withoutDeadCode({
      ...joined.graph,
      nodes: [
        ...g.nodes.slice(0, before),
        ...parts,
        ...joined.graph.nodes,
        ...g.nodes.slice(before),
        identity(result.name, 'gradient'),
      ],
      inputs: [image, cotangent].map(valueInfo),
      outputs: [valueInfo({ ...result, name: 'gradient' })],
      initializers: new Map([...joined.graph.initializers, ...g.initializers]),
    }),
  };
  return {
    bytes: writeModel(packed, 'reference'),
    image: Float32Array.from(wrt.flatMap((name) => [...(feeds[name]!.data as Float32Array)])),
    cotangent: numbers(cotangent.shape[1]!, 8),
  };
}

/** Nodes that cut a row into values of the given names and shapes. */
function slices(g: GraphBuilder, row: Value, values: readonly Value[]): GraphNode[] {
  let start = 0;
  return values.map(({ name, shape }) => {
    const end = start + elementCount(shape);
    const bounds = [g.int64([start]), g.int64([end]), g.int64([1])];
    start = end;
    return identity(g.reshape(g.op('Slice', [row, ...bounds], { shape: [1, elementCount(shape)] }), shape).name, name);
  });
}

const valueInfo = ({ name, type, shape }: Value) => ({ name, type: { elementType: type, shape } });
const identity = (from: string, to: string): GraphNode => ({
  op: 'Identity',
  domain: '',
  name: `packed/${to}`,
  inputs: [from],
  outputs: [to],
  attributes: new Map(),
});

/** Whether gradients of an example can be differentiated again; the obstacle where they cannot. */
export async function secondOrderObstacle(
  op: string,
  example: OperatorExample,
  engine: Engine,
): Promise<string | undefined> {
  const { model, wrt } = await exampleModel(op, example, engine, engine.target);
  const options = { wrt, rules: standard, target: engine.target };
  const first = differentiate(model, { ...options, of: 'y', cotangent: 'c' });
  for (const of of first.gradients.values()) {
    try {
      differentiate(first.model, { ...options, of, cotangent: 'u' });
    } catch (error) {
      if (error instanceof NotDifferentiableError) return error.message;
      throw error;
    }
  }
  return undefined;
}

interface Prepared {
  readonly model: StaticModel;
  readonly feeds: Readonly<Record<string, EngineTensor>>;
  readonly wrt: readonly string[];
}

async function exampleModel(
  op: string,
  { nodes, ...example }: OperatorExample,
  engine: Engine,
  target: Target,
): Promise<Prepared> {
  const single = oneNodeModel(op, example);
  const opset = example.opset ?? 18;
  const source: Model = {
    ...single.model,
    opsets: new Map([
      ['', opset],
      ['com.microsoft', 1],
      ['ai.onnx.ml', 3],
    ]),
    irVersion: 9,
    graph: { ...single.model.graph, nodes: nodes ?? single.model.graph.nodes },
  };
  const inputShapes = Object.fromEntries(Object.entries(single.feeds).map(([name, { shape }]) => [name, shape]));
  const model = await specialise(normalise(source), engine, { inputShapes, target });
  return { model, feeds: single.feeds, wrt: single.wrt.map((input) => `x${input}`) };
}

/** What a packed graph returns. */
export async function runPacked({ bytes, image, cotangent }: Packed, engine: Engine): Promise<Float32Array> {
  const row = (data: Float32Array): EngineTensor => ({ type: 'float32', shape: [1, data.length], data });
  const session = await engine.createSession({ model: bytes, optimisation: 'all' });
  const { gradient } = await session.run({ image: row(image), cotangent: row(cotangent) });
  await session.close();
  return gradient!.data as Float32Array;
}
