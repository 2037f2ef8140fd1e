import type { GraphBuilder } from '../../builder.ts';
import type { ElementType, GraphNode, Value } from '../../ir.ts';
import { elementCount } from '../../shapes.ts';
import { roundToLimits, spread } from './affine.ts';
import { type Along, limitsOf, type QuantisedContext, type WholeNumbers } from './quantisedOperator.ts';

/** A value that was an integer in the file. */
export interface Carried extends WholeNumbers {
  readonly type: ElementType;
}

/** The state of one pass. */
export interface Rewriting {
  readonly g: GraphBuilder;
  readonly values: Map<string, Value>;
  readonly carried: Map<string, Carried>;
  constant(name: string): readonly number[] | undefined;
  /** Whether a value is an integer that was made of the image in a way that has no estimate. */
  isForeign(name: string): boolean;
  isOutput(name: string): boolean;
}

/** The numbers of the file. */
export function whole(g: GraphBuilder, { value, offset }: WholeNumbers): Value {
  return offset === 0 ? value : g.add(value, g.scalar(offset, value));
}

export function contextOf(rewriting: Rewriting, node: GraphNode): QuantisedContext {
  const { g, values, carried } = rewriting;
  const nameOf = (index: number) => node.inputs[index] ?? '';
  const constant = (index: number) => rewriting.constant(nameOf(index));
  const input = (index: number): Value | undefined => {
    const numbers = carried.get(nameOf(index));
    return numbers ? whole(g, numbers) : values.get(nameOf(index));
  };
  /** A number where there is one for all, otherwise float32 numbers that broadcast to `x`. */
  const zeroPointOf = (index: number, x: Value, along: Along): number | Value => {
    const value = input(index);
    if (value === undefined) return 0;
    const [zero = 0, ...others] = constant(index) ?? [Number.NaN];
    if (others.every((other) => other === zero) && !Number.isNaN(zero)) return zero;
    return spread(g, g.cast(value, 'float32'), x, along);
  };
  return {
    g,
    node,
    inputs: node.inputs.map((_, index) => input(index)),
    outputs: node.outputs.map((name) => values.get(name)),
    fileType: (index) => carried.get(nameOf(index))?.type ?? values.get(nameOf(index))?.type,
    constant,
    centred(index, zeroPoint, along = { axis: 0 }) {
      const { value, offset } = carried.get(nameOf(index)) ?? {
        value: g.cast(values.get(nameOf(index))!, 'float32'),
        offset: 0,
      };
      const zero = zeroPointOf(zeroPoint, value, along);
      if (typeof zero !== 'number') return g.sub(whole(g, { value, offset }), zero);
      return whole(g, { value, offset: offset - zero });
    },
    quantised(scaled, zeroPoint, along = { axis: 0 }) {
      const name = node.outputs[0]!;
      const limits = limitsOf(values.get(name)!.type)!;
      const zero = zeroPointOf(zeroPoint, scaled, along);
      // An output of the graph shows the numbers of the file.
      const isShown = typeof zero === 'number' && zero !== 0 && rewriting.isOutput(name);
      return roundToLimits(g, scaled, isShown ? g.scalar(zero, scaled) : zero, limits);
    },
  };
}

/** The one number of a parameter, in float32; undefined where it has several. */
export function single(g: GraphBuilder, parameter: Value | undefined): Value | undefined {
  if (parameter === undefined || elementCount(parameter.shape) !== 1) return undefined;
  return g.reshape(g.cast(parameter, 'float32'), []);
}
