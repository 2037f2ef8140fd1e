import { intsAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** x cropped to its middle, or put in the middle of zeros, along the named axes (default all); a middle off by half is rounded down. */
export const CenterCropPad: Forward = ([x, sizes], node) => {
  const rank = x!.shape.length;
  const axes = intsAttribute(node, 'axes') ?? x!.shape.map((_, axis) => axis);
  const shape = [...x!.shape];
  axes.forEach((axis, i) => {
    shape[(axis + rank) % rank] = sizes!.data[i]!;
  });
  const shift = shape.map((size, axis) => {
    const length = x!.shape[axis]!;
    return size < length ? Math.floor((length - size) / 2) : -Math.floor((size - length) / 2);
  });
  return tabulate(shape, (index) => {
    const source = index.map((position, axis) => position + shift[axis]!);
    return source.every((position, axis) => position >= 0 && position < x!.shape[axis]!) ? at(x!, source) : 0;
  });
};
