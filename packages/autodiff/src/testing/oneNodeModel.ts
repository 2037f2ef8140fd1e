import {
  bytesToNumbers,
  type ElementType,
  type EngineTensor,
  floatTypes,
  type GraphNode,
  type Model,
  type Tensor,
} from '@smoothgrad/onnx';
import type { GradientCase } from './gradientCase.ts';
import { normalValues } from './random.ts';
import type { ReferenceTensor } from './tensor.ts';

/** A case with its numbers drawn, as a model of one node named `node` with inputs `x0`, `x1`, … and the output `y`. */
export interface OneNodeModel {
  readonly model: Model;
  readonly node: GraphNode;
  readonly feeds: Readonly<Record<string, EngineTensor>>;
  /** What each input holds, rounded to its type; undefined: left out. */
  readonly points: readonly (ReferenceTensor | undefined)[];
  /** Positions of the inputs to differentiate by. */
  readonly wrt: readonly number[];
}

export function oneNodeModel(op: string, gradientCase: GradientCase): OneNodeModel {
  const { inputs, attributes = {}, outputs = ['y'], opset = 18, seed = 0 } = gradientCase;
  const tensors = inputs.map((input, i) => {
    if (input === undefined) return undefined;
    const { shape, type = 'float32', values = normalValues(shape, 1000 * seed + i), constant = false } = input;
    return { name: `x${i}`, shape, type, constant, data: encode(type, values) };
  });
  const present = tensors.filter((tensor) => tensor !== undefined);
  const node: GraphNode = {
    ...splitOperator(op),
    name: 'node',
    inputs: withoutTrailing(tensors.map((tensor) => tensor?.name ?? '')),
    outputs,
    attributes: new Map(Object.entries(attributes)),
  };
  const model: Model = {
    irVersion: 8,
    producer: '',
    opsets: new Map([
      ['', opset],
      [node.domain, node.domain === '' ? opset : 1],
    ]),
    functions: [],
    metadata: new Map(),
    graph: {
      name: 'one node',
      inputs: present
        .filter(({ constant }) => !constant)
        .map(({ name, type, shape }) => ({ name, type: { elementType: type, shape } })),
      outputs: [{ name: 'y' }],
      nodes: [node],
      initializers: new Map(
        present.filter(({ constant }) => constant).map((tensor) => [tensor.name, initializer(tensor)]),
      ),
    },
  };
  return {
    model,
    node,
    feeds: Object.fromEntries(
      present.filter(({ constant }) => !constant).map(({ name, type, shape, data }) => [name, { type, shape, data }]),
    ),
    points: tensors.map((tensor) => tensor && { shape: tensor.shape, data: Float64Array.from(tensor.data, Number) }),
    wrt:
      gradientCase.wrt ??
      tensors.flatMap((tensor, i) => (tensor && !tensor.constant && floatTypes.has(tensor.type) ? [i] : [])),
  };
}

/** Some kernels take an empty name for a missing input in between, but not at the end. */
function withoutTrailing(names: readonly string[]): string[] {
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}

function splitOperator(name: string): { domain: string; op: string } {
  const dot = name.lastIndexOf('.');
  return { domain: name.slice(0, Math.max(dot, 0)), op: name.slice(dot + 1) };
}

type Data = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array<ArrayBuffer>;

function initializer({
  name,
  type,
  shape,
  data,
}: {
  name: string;
  type: ElementType;
  shape: readonly number[];
  data: Data;
}): Tensor {
  return { name, type, dims: shape, data: { kind: 'inline', bytes: new Uint8Array(data.buffer) } };
}

/** Numbers as a runtime takes them. */
export function encode(type: ElementType, values: ArrayLike<number>): Data {
  if (type === 'float32') return Float32Array.from(values);
  if (type === 'float64') return Float64Array.from(values);
  if (type === 'int32') return Int32Array.from(values);
  if (type === 'int64') return BigInt64Array.from(Array.from(values, BigInt));
  if (type === 'bool' || type === 'uint8') return Uint8Array.from(values);
  throw new Error(`gradient checks have no ${type} numbers: use float32, float64, int64, int32, uint8 or bool`);
}

/** Numbers of a tensor a runtime returned. */
export function decode({ type, data }: EngineTensor): Float64Array {
  const numbers = bytesToNumbers(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), type);
  return Float64Array.from(numbers ?? []);
}
