import { fromBinary } from '@bufbuild/protobuf';
import { differentiate, NotDifferentiableError, standard } from '@smoothgrad/autodiff';
import {
  type Engine,
  type EngineTensor,
  floatTypes,
  isStraightThrough,
  type Model,
  normalise,
  readModel,
  type StaticModel,
  specialise,
  type Tensor,
} from '@smoothgrad/onnx';
import { ModelProtoSchema } from 'onnx-buf';
import type { ConformanceModel } from './conformanceModels.ts';
import { COTANGENT, checkDirections } from './directionalDifferences.ts';

/**
 * Differentiates a conformance model by its float inputs and compares with central differences of its outputs in ONNX Runtime.
 *
 * @returns `right`, or why it cannot be checked
 * @throws Error the gradient is wrong
 */
export async function checkConformanceGradient(model: ConformanceModel, engine: Engine): Promise<string> {
  const graph = fromBinary(ModelProtoSchema, model.bytes).graph!;
  const initial = new Set(graph.initializer.map(({ name }) => name));
  const wanted = graph.input.filter(({ name }) => !initial.has(name));
  const inputs = model.inputs(wanted);
  if (inputs.some((input) => input === undefined)) return 'its inputs are no tensors of numbers';
  const feeds = Object.fromEntries(wanted.map(({ name }, i) => [name, inputs[i]!]));
  const wrt = Object.keys(feeds).filter(
    (name) => ['float32', 'float64'].includes(feeds[name]!.type) && feeds[name]!.data.length > 0,
  );
  if (wrt.length === 0) return 'it has no float32 or float64 input';
  const fixed = Object.fromEntries(Object.entries(feeds).filter(([name]) => !wrt.includes(name)));
  const open = Object.fromEntries(wrt.map((name) => [name, feeds[name]!]));
  const prepared = await prepare(model, engine, { open, fixed });
  if (typeof prepared === 'string') return prepared;
  const output = prepared.graph.outputs
    .map(({ name }) => prepared.values.get(name))
    .find((value) => value && floatTypes.has(value.type) && value.type !== 'float16');
  if (output === undefined) return 'it has no float output of known shape';
  const differentiated = backward(prepared, output.name, wrt);
  if (typeof differentiated === 'string') return differentiated;
  if (prepared.graph.nodes.some(isStraightThrough)) return 'quantised: its gradient is an approximation';
  if (differentiated.gradients.size === 0) return 'its output does not depend on its inputs differentiably';
  const point = { output: output.name, shape: output.shape, type: output.type, feeds: open, wrt };
  return checkDirections(differentiated, point, engine);
}

interface Given {
  /** What stays an input. */
  readonly open: Readonly<Record<string, EngineTensor>>;
  /** Positions, axes, sizes: constants, as in a real classifier. */
  readonly fixed: Readonly<Record<string, EngineTensor>>;
}

async function prepare(model: ConformanceModel, engine: Engine, { open, fixed }: Given): Promise<StaticModel | string> {
  const source = withEmbedded(readModel(model.bytes, 'model.onnx'), model.bytes);
  const inputShapes = Object.fromEntries(Object.entries(open).map(([name, { shape }]) => [name, shape]));
  try {
    return await specialise(normalise(withConstants(source, fixed)), engine, { inputShapes });
  } catch (error) {
    if (/oldest that can be read/.test(String(error))) return 'its operator set is older than 7';
    return 'ONNX Runtime does not load it';
  }
}

function withConstants(model: Model, fixed: Given['fixed']): Model {
  const constants = Object.entries(fixed).map(([name, { type, shape, data }]): [string, Tensor] => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return [name, { name, type, dims: shape, data: { kind: 'inline', bytes } }];
  });
  const inputs = model.graph.inputs.filter(({ name }) => fixed[name] === undefined);
  return {
    ...model,
    graph: { ...model.graph, inputs, initializers: new Map([...model.graph.initializers, ...constants]) },
  };
}

/** Larger constants are views into the file; the specialised model is written without it. */
function withEmbedded(source: Model, bytes: Uint8Array): Model {
  const initializers = [...source.graph.initializers].map(([name, tensor]): [string, Tensor] => {
    if (tensor.data.kind !== 'file') return [name, tensor];
    const { offset, length } = tensor.data;
    return [name, { ...tensor, data: { kind: 'inline', bytes: bytes.slice(offset, offset + length) } }];
  });
  return { ...source, graph: { ...source.graph, initializers: new Map(initializers) } };
}

function backward(model: StaticModel, of: string, wrt: readonly string[]) {
  try {
    return differentiate(model, { of, wrt, rules: standard, cotangent: COTANGENT });
  } catch (error) {
    if (!(error instanceof NotDifferentiableError)) throw error;
    const { op, reason } = error.obstacles[0]!;
    return `refused: ${op}: ${reason}`;
  }
}
