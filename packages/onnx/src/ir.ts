/**
 * The graph as the rest of the program sees it: plain data, ignorant of protobuf (`protobuf/` converts).
 * Names connect things, as in ONNX: a node's input is the name of a graph input, an initializer or another node's output.
 */

export type ElementType =
  | 'float32'
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'string'
  | 'bool'
  | 'float16'
  | 'float64'
  | 'uint32'
  | 'uint64'
  | 'complex64'
  | 'complex128'
  | 'bfloat16'
  | 'float8e4m3fn'
  | 'float8e4m3fnuz'
  | 'float8e5m2'
  | 'float8e5m2fnuz'
  | 'uint4'
  | 'int4'
  | 'float4e2m1'
  | 'float8e8m0'
  | 'uint2'
  | 'int2';

/** Where a tensor's bytes (little-endian, row-major, ONNX `raw_data`) are. Weights stay views into the file they came from. */
export type TensorData =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly file: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'strings'; readonly values: readonly Uint8Array[] };

export interface Tensor {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: TensorData;
  /** Fields the IR does not model (doc string, unknown fields); only `protobuf/` looks inside. */
  readonly extra?: unknown;
}

/** A dimension is a number, a symbol (`'N'`) or unknown. */
export type Dimension = number | string | undefined;

export interface TensorType {
  readonly elementType: ElementType;
  /** Undefined: not even the rank is known. */
  readonly shape?: readonly Dimension[] | undefined;
}

export interface ValueInfo {
  readonly name: string;
  /** Undefined: unknown, or not a tensor. */
  readonly type?: TensorType | undefined;
  readonly extra?: unknown;
}

/** `extra`: fields the IR does not model (doc string, unknown fields). */
export type Attribute = AttributeValue & { readonly extra?: unknown };

type AttributeValue =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: Uint8Array }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'graph'; readonly value: Graph }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly bigint[] }
  | { readonly kind: 'strings'; readonly value: readonly Uint8Array[] }
  | { readonly kind: 'tensors'; readonly value: readonly Tensor[] }
  | { readonly kind: 'graphs'; readonly value: readonly Graph[] }
  /** Sparse tensors, types and references to a function's attribute: carried along unread. */
  | { readonly kind: 'opaque'; readonly value: unknown };

export interface GraphNode {
  /** Operator type, e.g. `Conv`. */
  readonly op: string;
  /** Operator domain; `''` is the ONNX standard (`ai.onnx`). */
  readonly domain: string;
  readonly name: string;
  /** `''` marks an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly metadata?: ReadonlyMap<string, string> | undefined;
  readonly extra?: unknown;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** In topological order. */
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly extra?: unknown;
}

export interface Model {
  readonly irVersion: number;
  readonly producer: string;
  /** Operator set versions by domain; `''` is `ai.onnx`. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: Graph;
  /** Names of the model-local functions, as `domain:name`. Their bodies travel in `extra`. */
  readonly functions: readonly string[];
  readonly metadata: ReadonlyMap<string, string>;
  readonly extra?: unknown;
}

/** A value whose type and static shape are known; what rules and builders work with. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** A model whose every value has a known type and static shape, and which contains no shape arithmetic. */
export interface StaticModel extends Model {
  readonly values: ReadonlyMap<string, Value>;
}

/** `name` or, for the many exporters that leave it empty, the first output: what an error message calls a node. */
export function nodeLabel(node: GraphNode): string {
  return node.name || node.outputs.find((output) => output !== '') || '(unnamed)';
}

/** `Conv`, or `com.microsoft.FusedConv` for an operator outside the standard domain. */
export function operatorName(node: Pick<GraphNode, 'op' | 'domain'>): string {
  return node.domain === '' || node.domain === 'ai.onnx' ? node.op : `${node.domain}.${node.op}`;
}
