import { byteLength, inlineNumbers } from '../elements.ts';
import { InvalidModelError } from '../errors.ts';
import type { SparseTensor, Tensor } from '../ir.ts';
import { elementCount } from '../shapes.ts';

/** It is held in memory, and copied into every model that is written. */
const LARGEST = 2 ** 28;

/**
 * A sparse tensor with its zeros written out: positions are one number each, or one coordinate for each axis.
 *
 * @throws InvalidModelError positions outside the tensor, elements that lie in another file or have no whole bytes
 */
export function denseTensor({ values, indices, dims }: SparseTensor): Tensor {
  const { name, type, data } = values;
  const size = byteLength(type, 1);
  const fail = (what: string): never => {
    throw new InvalidModelError(`the sparse tensor '${name}' ${what}: store it as an ordinary tensor`);
  };
  if (data.kind !== 'inline' || (indices && indices.data.kind !== 'inline')) return fail('lies in another file');
  if (size === undefined || byteLength(type, 2) !== 2 * size) return fail(`has elements of type ${type}`);
  const bytes = elementCount(dims) * size;
  if (bytes > LARGEST || dims.some((length) => length < 0)) return fail(`has the shape [${dims}]`);
  const count = elementCount(values.dims);
  const positions = positionsOf((indices && inlineNumbers(indices)) ?? [], indices?.dims ?? [], dims);
  const inside = (at: number) => Number.isSafeInteger(at) && at >= 0 && at * size < bytes;
  if (positions.length !== count || !positions.every(inside)) return fail('has positions that do not fit its shape');
  const dense = new Uint8Array(bytes);
  positions.forEach((at, i) => {
    dense.set(data.bytes.subarray(i * size, (i + 1) * size), at * size);
  });
  return { name, type, dims, data: { kind: 'inline', bytes: dense } };
}

/** Row-major positions; NaN for a coordinate outside its axis. */
function positionsOf(numbers: readonly number[], shape: readonly number[], dims: readonly number[]): readonly number[] {
  if (shape.length < 2) return numbers;
  const [count = 0, rank = 0] = shape;
  return Array.from({ length: count }, (_, row) =>
    dims.reduce((at, length, axis) => {
      const coordinate = numbers[row * rank + axis];
      return coordinate !== undefined && coordinate >= 0 && coordinate < length ? at * length + coordinate : Number.NaN;
    }, 0),
  );
}
