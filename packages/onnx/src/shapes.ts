import { SpecialisationError } from './errors.ts';

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, i) => dimension === b[i]);
}

/** The shape two operands broadcast to (ONNX multidirectional broadcasting, as numpy). Throws if they do not fit. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new SpecialisationError(
        `shapes [${a}] and [${b}] do not broadcast: axis ${axis} is ${left} against ${right}`,
      );
    }
    return left === 1 ? right : left;
  });
}

/** An axis in [-rank, rank) as one in [0, rank). */
export function normaliseAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
