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

export interface SparseTensor {
  /** The elements that are not zero, [count]; carries the name. */
  readonly values: Tensor;
  /** Where they are: [count] positions in row-major order, or [count, rank] coordinates. */
  readonly indices?: Tensor | undefined;
  readonly dims: readonly number[];
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
  | { readonly kind: 'sparse'; readonly value: SparseTensor }
  /** Inside a function: the value its caller gives for the attribute of this name, or the function's default. */
  | { readonly kind: 'reference'; readonly value: string }
  /** Types: carried along unread. */
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
  /** Chooses among model-local functions of the same name. */
  readonly overload?: string | undefined;
  readonly metadata?: ReadonlyMap<string, string> | undefined;
  /** What it is in the file it was read from, for reports; not written to files. */
  readonly origin?: NodeOrigin | undefined;
  readonly extra?: unknown;
}

export interface NodeOrigin {
  readonly node: GraphNode;
  /** `nodeLabel` of that node, after those of the calls that lead to it. */
  readonly label: string;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** In topological order. */
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** Constants given by their few non-zero elements; `normalise` makes ordinary initializers of them. */
  readonly sparseInitializers?: readonly SparseTensor[] | undefined;
  readonly extra?: unknown;
}

/** An operator that the model defines itself, as nodes; `normalise` writes them in the place of every call. */
export interface ModelFunction {
  readonly domain: string;
  readonly name: string;
  readonly overload: string;
  /** Names inside the function. A call may leave trailing inputs out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly GraphNode[];
  /** Values of attributes that a call leaves out. */
  readonly defaults: ReadonlyMap<string, Attribute>;
  /** The operator sets its nodes are written for. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly extra?: unknown;
}

export interface Model {
  readonly irVersion: number;
  readonly producer: string;
  /** Operator set versions by domain; `''` is `ai.onnx`. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: Graph;
  readonly functions: readonly ModelFunction[];
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
