import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** Inputs side by side along an axis. */
export const Concat: Forward = (inputs, node) => {
  const parts = inputs.map((input) => input!);
  const shape = [...parts[0]!.shape];
  const axis = (intAttribute(node, 'axis', 0) + shape.length) % shape.length;
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  return tabulate(shape, (index) => {
    const inner = [...index];
    const part = parts.find((candidate) => {
      if (inner[axis]! < candidate.shape[axis]!) return true;
      inner[axis] = inner[axis]! - candidate.shape[axis]!;
      return false;
    });
    return at(part!, inner);
  });
};
