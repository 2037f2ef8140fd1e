import { intAttribute, stringAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** The data with each update written or added at its place, but along an axis at the position the indices say; in order. */
export const ScatterElements: Forward = ([data, indices, updates], node) => {
  const axis = (intAttribute(node, 'axis', 0) + data!.shape.length) % data!.shape.length;
  const length = data!.shape[axis]!;
  const adds = stringAttribute(node, 'reduction', 'none') === 'add';
  const y = Float64Array.from(data!.data);
  tabulate(indices!.shape, (index) => {
    const place = index.with(axis, (at(indices!, index) + length) % length);
    const flat = place.reduce((sum, position, i) => sum * data!.shape[i]! + position, 0);
    y[flat] = at(updates!, index) + (adds ? y[flat]! : 0);
    return 0;
  });
  return { shape: data!.shape, data: y };
};
