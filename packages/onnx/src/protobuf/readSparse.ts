import type { SparseTensorProto } from 'onnx-buf';
import { InvalidModelError } from '../errors.ts';
import type { SparseTensor } from '../ir.ts';
import { readTensor } from './readTensor.ts';
import { safeInteger } from './safeInteger.ts';

/** Whatever its size, the elements are copied: they will be put in their places, which a view into the file cannot be. */
const nowhere = { file: '', bytes: new Uint8Array(0) };

export function readSparse(proto: SparseTensorProto): SparseTensor {
  const { values, indices, dims, $unknown } = proto;
  if (values === undefined) throw new InvalidModelError('a sparse tensor of the model has no values');
  return {
    values: readTensor(values, nowhere),
    indices: indices && readTensor(indices, nowhere),
    dims: dims.map((dim) => safeInteger(dim, `a dimension of the sparse tensor '${values.name}'`)),
    ...($unknown !== undefined && { extra: { $unknown } }),
  };
}
