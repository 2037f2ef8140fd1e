import { float, int, ints } from './attributes.ts';
import { float32Tensor, int64Tensor, LARGEST_FLOAT32 } from './elements.ts';
import type { Attribute, ElementType, GraphNode, Tensor, Value } from './ir.ts';
import { dataTypeOf } from './protobuf/elementTypes.ts';
import { broadcastShapes, elementCount, sameShape } from './shapes.ts';

export interface OperatorOptions {
  readonly attributes?: Readonly<Record<string, Attribute>> | undefined;
  /** Shape of the first output. The caller knows it; ONNX Runtime checks it when the model is loaded. */
  readonly shape: readonly number[];
  /** Element type of the first output; default that of the first input. */
  readonly type?: ElementType | undefined;
  readonly domain?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Emits ordinary ONNX nodes. Every method returns the value it made, so formulas read like formulas. */
export interface GraphBuilder {
  /** Any operator with one output. `undefined` inputs are optional inputs left out. */
  op(op: string, inputs: readonly (Value | undefined)[], options: OperatorOptions): Value;
  /** The second output of an operator that has two, with `options.shape` and `options.type`; the first is left unused. */
  secondOutput(op: string, inputs: readonly (Value | undefined)[], options: OperatorOptions): Value;
  /** All outputs of an operator that has several; `options` describe the first one, `others` the rest. */
  outputs(
    op: string,
    inputs: readonly (Value | undefined)[],
    options: OperatorOptions,
    others: readonly { readonly shape: readonly number[]; readonly type?: ElementType }[],
  ): Value[];
  add(a: Value, b: Value): Value;
  sub(a: Value, b: Value): Value;
  mul(a: Value, b: Value): Value;
  div(a: Value, b: Value): Value;
  unary(op: 'Neg' | 'Sqrt' | 'Reciprocal' | 'Exp' | 'Log' | 'Cos' | 'Sin' | 'Sigmoid', x: Value): Value;
  /** x · y with y a JavaScript number. */
  scale(x: Value, factor: number): Value;
  /** min(max(alpha·x + beta, 0), 1). */
  hardSigmoid(x: Value, alpha: number, beta: number): Value;
  /** 1 where x > 0, else 0, in the type of x. */
  positiveMask(x: Value): Value;
  /** Boolean comparison. */
  compare(op: 'Greater' | 'GreaterOrEqual' | 'Less' | 'LessOrEqual' | 'Equal', a: Value, b: Value): Value;
  where(condition: Value, a: Value, b: Value): Value;
  reshape(x: Value, shape: readonly number[]): Value;
  expand(x: Value, shape: readonly number[]): Value;
  transpose(x: Value, permutation: readonly number[]): Value;
  /** Sum over axes (in [0, rank)); reduced axes stay as 1 when `keep`. */
  reduceSum(x: Value, axes: readonly number[], keep: boolean): Value;
  cast(x: Value, to: ElementType): Value;
  /** One scalar in the type of `like`. */
  scalar(value: number, like: Value): Value;
  float32(values: ArrayLike<number>, shape: readonly number[]): Value;
  int64(values: readonly (number | bigint)[]): Value;
  /** Nodes made from now on are named `prefix/Op_k`. */
  scope(prefix: string): void;
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** Every value made, by name. */
  readonly values: ReadonlyMap<string, Value>;
}

/** Nodes with this metadata are step functions or constants made for a rule: their derivative is zero wherever it exists. */
export const NO_GRADIENT = { 'smoothgrad.gradient': 'none' } as const;

/** Whether a node is marked with `NO_GRADIENT`. */
export function hasNoGradient(node: GraphNode): boolean {
  return Object.entries(NO_GRADIENT).every(([key, value]) => node.metadata?.get(key) === value);
}

/**
 * Nodes with this metadata pass their cotangent on as it is, the straight-through estimate: rounding in a quantised model,
 * whose derivative is 0 wherever it exists and says nothing. Results that rest on it must say so.
 */
export const STRAIGHT_THROUGH = { 'smoothgrad.gradient': 'straight-through' } as const;

/** Whether a node is marked with `STRAIGHT_THROUGH`. */
export function isStraightThrough(node: GraphNode): boolean {
  return Object.entries(STRAIGHT_THROUGH).every(([key, value]) => node.metadata?.get(key) === value);
}

/** @param taken tells whether a name is already used in the graph the nodes will join. */
export function createBuilder(taken: (name: string) => boolean): GraphBuilder {
  const nodes: GraphNode[] = [];
  const initializers = new Map<string, Tensor>();
  const values = new Map<string, Value>();
  const constants = new Map<string, Value>();
  let prefix = 'smoothgrad';

  const used = new Set<string>();
  const unique = (base: string) => {
    let name = base;
    for (let k = 1; taken(name) || used.has(name); k++) name = `${base}_${k}`;
    used.add(name);
    return name;
  };

  const keep = (value: Value) => {
    values.set(value.name, value);
    return value;
  };

  const emit = (
    op: string,
    inputs: readonly (Value | undefined)[],
    options: OperatorOptions,
    count: number,
  ): Value[] => {
    const type = options.type ?? inputs.find((input) => input !== undefined)?.type;
    if (type === undefined) throw new Error(`${op} without inputs needs a type`);
    const name = unique(`${prefix}/${op}`);
    const outputs = count === 1 ? [name] : Array.from({ length: count }, (_, i) => unique(`${name}:${i}`));
    nodes.push({
      op,
      domain: options.domain ?? '',
      name,
      // Left out at the end means not there at all: the Conv of WebGPU fails on an empty name for its bias.
      inputs: inputs.slice(0, 1 + inputs.findLastIndex(Boolean)).map((input) => input?.name ?? ''),
      outputs,
      attributes: new Map(Object.entries(options.attributes ?? {})),
      metadata: options.metadata && new Map(Object.entries(options.metadata)),
    });
    return outputs.map((output) => ({ name: output, type, shape: options.shape }));
  };

  const constant = (tensor: (name: string) => Tensor, key: string): Value => {
    const known = constants.get(key);
    if (known !== undefined) return known;
    const { name, type, dims, data } = tensor(
      unique(`smoothgrad/${key.length <= 40 ? key : `constant_${constants.size}`}`),
    );
    initializers.set(name, { name, type, dims, data });
    const value = keep({ name, type, shape: dims });
    constants.set(key, value);
    return value;
  };

  const g: GraphBuilder = {
    nodes,
    initializers,
    values,
    scope(next) {
      prefix = next;
    },
    op: (op, inputs, options) => keep(emit(op, inputs, options, 1)[0]!),
    // What the first output is, only the operator knows.
    secondOutput: (op, inputs, options) => keep(emit(op, inputs, options, 2)[1]!),
    outputs: (op, inputs, options, others) =>
      emit(op, inputs, options, 1 + others.length).map((value, i) => keep({ ...value, ...others[i - 1] })),
    add: (a, b) => binary(g, 'Add', a, b),
    sub: (a, b) => binary(g, 'Sub', a, b),
    mul: (a, b) => binary(g, 'Mul', a, b),
    div: (a, b) => binary(g, 'Div', a, b),
    unary: (op, x) => g.op(op, [x], { shape: x.shape }),
    scale: (x, factor) => (factor === 1 ? x : g.mul(x, g.scalar(factor, x))),
    hardSigmoid: (x, alpha, beta) =>
      g.op('HardSigmoid', [x], { shape: x.shape, attributes: { alpha: float(alpha), beta: float(beta) } }),
    // HardSigmoid has no float64 kernel, and in float16 the slope would be infinite.
    positiveMask: (x) =>
      x.type !== 'float32'
        ? g.cast(g.compare('Greater', x, g.scalar(0, x)), x.type)
        : g.op('HardSigmoid', [x], {
            shape: x.shape,
            attributes: { alpha: float(LARGEST_FLOAT32), beta: float(0) },
            metadata: NO_GRADIENT,
          }),
    compare: (op, a, b) => g.op(op, [a, b], { shape: broadcastShapes(a.shape, b.shape), type: 'bool' }),
    where: (condition, a, b) =>
      g.op('Where', [condition, a, b], {
        shape: broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)),
        type: a.type,
      }),
    reshape(x, shape) {
      if (sameShape(x.shape, shape)) return x;
      // Without it a 0 would mean the length of x along that axis.
      const attributes = shape.includes(0) ? { allowzero: int(1) } : undefined;
      return g.op('Reshape', [x, g.int64(shape)], { shape, attributes });
    },
    expand: (x, shape) => (sameShape(x.shape, shape) ? x : g.op('Expand', [x, g.int64(shape)], { shape })),
    transpose: (x, permutation) =>
      g.op('Transpose', [x], {
        shape: permutation.map((axis) => x.shape[axis]!),
        attributes: { perm: ints(permutation) },
      }),
    reduceSum(x, axes, keepAxes) {
      if (axes.length === 0) return x;
      const shape = x.shape.flatMap((dimension, axis) => (!axes.includes(axis) ? [dimension] : keepAxes ? [1] : []));
      return g.op('ReduceSum', [x, g.int64(axes)], {
        shape,
        attributes: { keepdims: int(keepAxes ? 1 : 0) },
      });
    },
    cast: (x, to) =>
      x.type === to
        ? x
        : g.op('Cast', [x], {
            shape: x.shape,
            type: to,
            attributes: { to: int(dataTypeOf(to)) },
          }),
    // ONNX Runtime folds the Cast of a constant when the session is made.
    scalar: (value, like) => g.cast(g.float32([value], []), like.type),
    float32(list, shape) {
      if (elementCount(shape) !== list.length)
        throw new Error(`${list.length} values do not fill the shape [${shape}]`);
      return constant((name) => float32Tensor(name, shape, list), `f32[${shape}]=${Array.from(list)}`);
    },
    int64(list) {
      return constant((name) => int64Tensor(name, [list.length], list), `i64=${list}`);
    },
  };
  return g;
}

function binary(g: GraphBuilder, op: string, a: Value, b: Value): Value {
  return g.op(op, [a, b], { shape: broadcastShapes(a.shape, b.shape) });
}
