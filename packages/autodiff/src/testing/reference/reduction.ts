import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate, withShape } from '../tensor.ts';

/** `reduce` of the elements along the named axes; without names along all, or along none with `noop_with_empty_axes`. */
export function reduction(reduce: (line: Float64Array) => number): Forward {
  return ([x, axes], node) => {
    const rank = x!.shape.length;
    const named = Array.from(axes?.data ?? [], (axis) => (axis + rank) % rank);
    const none = named.length === 0 && intAttribute(node, 'noop_with_empty_axes', 0) === 1;
    const isReduced = (axis: number) => !none && (named.length === 0 || named.includes(axis));
    const reduced = x!.shape.map((length, axis) => (isReduced(axis) ? length : 1));
    const kept = x!.shape.map((length, axis) => (isReduced(axis) ? 1 : length));
    const result = tabulate(kept, (base) => {
      const line = tabulate(reduced, (offset) =>
        at(
          x!,
          base.map((start, axis) => start + offset[axis]!),
        ),
      );
      return reduce(line.data);
    });
    if (intAttribute(node, 'keepdims', 1) === 1) return result;
    return withShape(
      result,
      kept.filter((_, axis) => !isReduced(axis)),
    );
  };
}
