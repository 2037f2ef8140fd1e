import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { concat, splitLast } from './attend.ts';

/**
 * Turns pairs (a, b) of the last axis by an angle each: (a·cos − b·sin, a·sin + b·cos). Elements behind the pairs stay.
 *
 * @param cos with one element for each pair; so `sin`
 * @param isInterleaved pairs are neighbours; else the halves of the rotated part are paired
 */
export function rotate(g: GraphBuilder, x: Value, cos: Value, sin: Value, isInterleaved: boolean): Value {
  const last = x.shape.length - 1;
  const half = cos.shape.at(-1)!;
  const [width = 0, rest] = [x.shape[last]!, x.shape[last]! - 2 * half];
  const [turned, kept] = rest === 0 ? [x, undefined] : (splitLast(g, x, [width - rest, rest]) as [Value, Value]);
  const lead = turned.shape.slice(0, -1);
  const flat = (part: Value) => g.reshape(part, [...lead, half]);
  const [a, b] = (
    isInterleaved
      ? splitLast(g, g.reshape(turned, [...lead, half, 2]), [1, 1]).map(flat)
      : splitLast(g, turned, [half, half])
  ) as [Value, Value];
  const first = g.sub(g.mul(a, cos), g.mul(b, sin));
  const second = g.add(g.mul(a, sin), g.mul(b, cos));
  if (!isInterleaved) return concat(g, kept ? [first, second, kept] : [first, second], last);
  const pairs = [first, second].map((part) => g.reshape(part, [...lead, half, 1]));
  const joined = g.reshape(concat(g, pairs, last + 1), turned.shape);
  return kept ? concat(g, [joined, kept], last) : joined;
}
