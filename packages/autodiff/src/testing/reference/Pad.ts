import { stringAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/**
 * x in a border (negative amounts crop) of a constant (input 2, default 0), or that repeats elements: the nearest (`edge`),
 * mirrored at the outermost (`reflect`), periodically (`wrap`), of what is left after cropping. Amounts are for the axes of input 3, or for all.
 */
export const Pad: Forward = ([x, pads, value, axes], node) => {
  const rank = x!.shape.length;
  const mode = stringAttribute(node, 'mode', 'constant');
  const named = axes ? Array.from(axes.data, (axis) => (axis + rank) % rank) : x!.shape.map((_, axis) => axis);
  const amount = (axis: number, side: 0 | 1) =>
    named.includes(axis) ? pads!.data[named.indexOf(axis) + side * named.length]! : 0;
  return tabulate(
    x!.shape.map((length, axis) => length + amount(axis, 0) + amount(axis, 1)),
    (index) => {
      const source = index.map((position, axis) => {
        const [begin, end] = [amount(axis, 0), amount(axis, 1)];
        const kept = x!.shape[axis]! + Math.min(begin, 0) + Math.min(end, 0);
        return repeated(mode, position - Math.max(begin, 0), kept) - Math.min(begin, 0);
      });
      const isInside = source.every((position, axis) => position >= 0 && position < x!.shape[axis]!);
      return isInside ? at(x!, source) : (value?.data[0] ?? 0);
    },
  );
};

function repeated(mode: string, position: number, length: number): number {
  if (mode === 'edge') return Math.min(Math.max(position, 0), length - 1);
  if (mode === 'wrap') return ((position % length) + length) % length;
  if (mode !== 'reflect' || length === 1) return position;
  const period = 2 * (length - 1);
  const phase = ((position % period) + period) % period;
  return Math.min(phase, period - phase);
}
