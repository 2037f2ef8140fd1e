import { int } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';

export interface Attending {
  /** [batch, heads, queries, size]. */
  readonly query: Value;
  /** [batch, heads, keys, size]. */
  readonly key: Value;
  /** [batch, heads, keys, value size]. */
  readonly value: Value;
  readonly scale: number;
  /** c·tanh(scores/c) instead of the scores; 0: as they are. */
  readonly softcap?: number;
  /** Added to the scores; broadcast to [batch, heads, queries, keys]. */
  readonly biases: readonly (Value | undefined)[];
  /** Boolean, which keys a query may see, broadcast likewise; default all. */
  readonly visible?: Value | undefined;
  /** Whether a query may see no key at all: its result is then 0. */
  readonly mayBeBlind?: boolean;
}

/** Added to the scores of hidden keys: no weight is left of them, and no infinity meets another. */
const HIDDEN = -1e30;

/** softmax(scale·Q·Kᵀ + biases)·V for each head: [batch, heads, queries, value size]. */
export function attend(g: GraphBuilder, attending: Attending): Value {
  const { query, key, value, scale, softcap = 0, biases, visible, mayBeBlind = false } = attending;
  const [batch = 1, heads = 1, queries = 1] = query.shape;
  const shape = [batch, heads, queries, key.shape[2]!];
  const products = g.op('MatMul', [g.scale(query, scale), g.transpose(key, [0, 1, 3, 2])], { shape });
  const capped = softcap === 0 ? products : g.scale(g.op('Tanh', [g.scale(products, 1 / softcap)], { shape }), softcap);
  const hidden = visible && g.where(visible, g.scalar(0, query), g.scalar(HIDDEN, query));
  const scores = [...biases, hidden].reduce<Value>((sum, bias) => (bias ? g.add(sum, bias) : sum), capped);
  const weights = g.op('Softmax', [scores], { shape, attributes: { axis: int(-1) } });
  const kept = visible && mayBeBlind ? g.mul(weights, g.cast(visible, query.type)) : weights;
  return g.op('MatMul', [kept, value], { shape: [batch, heads, queries, value.shape[3]!] });
}

/** [batch, length, heads·size] as [batch, heads, length, size]. */
export function splitHeads(g: GraphBuilder, x: Value, heads: number): Value {
  const [batch = 1, length = 1, width = 1] = x.shape;
  return g.transpose(g.reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

/** [batch, heads, length, size] as [batch, length, heads·size]. */
export function mergeHeads(g: GraphBuilder, x: Value): Value {
  const [batch = 1, heads = 1, length = 1, size = 1] = x.shape;
  return g.reshape(g.transpose(x, [0, 2, 1, 3]), [batch, length, heads * size]);
}

/** Each head repeated `times` times, next to each other: grouped queries share their keys and values. */
export function repeatHeads(g: GraphBuilder, x: Value, times: number): Value {
  const [batch = 1, heads = 1, ...rest] = x.shape;
  const wide = g.expand(g.reshape(x, [batch, heads, 1, ...rest]), [batch, heads, times, ...rest]);
  return g.reshape(wide, [batch, heads * times, ...rest]);
}

/** Whether query i may see key j, that is j ≤ i + offset: [queries, keys]. ONNX Runtime folds it. */
export function causal(g: GraphBuilder, queries: number, keys: number, offset: number): Value {
  const last = Array.from({ length: queries }, (_, i) => i + offset);
  const key = Array.from({ length: keys }, (_, j) => j);
  return g.compare('LessOrEqual', g.float32(key, [1, keys]), g.float32(last, [queries, 1]));
}

/** Parts of the given sizes along the last axis. */
export function splitLast(g: GraphBuilder, x: Value, sizes: readonly number[]): Value[] {
  const parts = sizes.map((size) => ({ shape: [...x.shape.slice(0, -1), size] }));
  const attributes = { axis: int(x.shape.length - 1) };
  return g.outputs('Split', [x, g.int64(sizes)], { ...parts[0]!, attributes }, parts.slice(1));
}

/** Parts put together along an axis. */
export function concat(g: GraphBuilder, parts: readonly Value[], axis: number): Value {
  const length = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const shape = parts[0]!.shape.map((size, i) => (i === axis ? length : size));
  return parts.length === 1 ? parts[0]! : g.op('Concat', parts, { shape, attributes: { axis: int(axis) } });
}
