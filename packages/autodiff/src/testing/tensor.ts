import { broadcastShapes, elementCount, type GraphNode } from '@smoothgrad/onnx';

/** A dense row-major tensor in float64, for reference forwards. Integer inputs (indices, shapes) are held as numbers too. */
export interface ReferenceTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * The first output of an operator, computed as its specification says and as slowly as need be.
 *
 * @param inputs in the operator's order; undefined: left out
 * @param node for its attributes
 */
export type Forward = (inputs: readonly (ReferenceTensor | undefined)[], node: GraphNode) => ReferenceTensor;

export function referenceTensor(shape: readonly number[], values: ArrayLike<number>): ReferenceTensor {
  if (elementCount(shape) !== values.length) {
    throw new Error(`${values.length} values do not fill the shape [${shape}]`);
  }
  return { shape, data: Float64Array.from(values) };
}

/** A tensor whose element at each index is `element(index)`. The index array is reused: copy it to keep it. */
export function tabulate(shape: readonly number[], element: (index: readonly number[]) => number): ReferenceTensor {
  const data = new Float64Array(elementCount(shape));
  const index = shape.map(() => 0);
  for (let flat = 0; flat < data.length; flat++) {
    data[flat] = element(index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = index[axis]! + 1;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return { shape, data };
}

export function mapTensor(x: ReferenceTensor, element: (value: number) => number): ReferenceTensor {
  return { shape: x.shape, data: x.data.map(element) };
}

/** The same elements in another shape. */
export function withShape(x: ReferenceTensor, shape: readonly number[]): ReferenceTensor {
  return referenceTensor(shape, x.data);
}

/** The element at an index. */
export function at({ shape, data }: ReferenceTensor, index: readonly number[]): number {
  let flat = 0;
  for (let axis = 0; axis < shape.length; axis++) flat = flat * shape[axis]! + index[axis]!;
  return data[flat]!;
}

/** The element of a tensor that is broadcast, at an index of the shape it is broadcast to. */
export function broadcastAt({ shape, data }: ReferenceTensor, index: readonly number[]): number {
  const lead = index.length - shape.length;
  let flat = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    flat = flat * shape[axis]! + (shape[axis] === 1 ? 0 : index[axis + lead]!);
  }
  return data[flat]!;
}

/** f of two tensors, element by element, broadcast as numpy does. */
export function elementwise(
  a: ReferenceTensor,
  b: ReferenceTensor,
  f: (a: number, b: number) => number,
): ReferenceTensor {
  return tabulate(broadcastShapes(a.shape, b.shape), (index) => f(broadcastAt(a, index), broadcastAt(b, index)));
}
