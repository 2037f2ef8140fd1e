import { stringAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** The data with each update written or added at the tuple in the last axis of the indices; in order. */
export const ScatterND: Forward = ([data, indices, updates], node) => {
  const outer = indices!.shape.length - 1;
  const adds = stringAttribute(node, 'reduction', 'none') === 'add';
  const y = Float64Array.from(data!.data);
  tabulate(updates!.shape, (index) => {
    const tuple = Array.from({ length: indices!.shape[outer]! }, (_, i) => {
      const position = at(indices!, [...index.slice(0, outer), i]);
      return position < 0 ? position + data!.shape[i]! : position;
    });
    const flat = [...tuple, ...index.slice(outer)].reduce((sum, position, i) => sum * data!.shape[i]! + position, 0);
    y[flat] = at(updates!, index) + (adds ? y[flat]! : 0);
    return 0;
  });
  return { shape: data!.shape, data: y };
};
