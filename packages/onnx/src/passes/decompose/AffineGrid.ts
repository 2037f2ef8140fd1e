import { intAttribute } from '../../attributes.ts';
import type { Value } from '../../ir.ts';
import type { Decomposition } from './decomposition.ts';

/**
 * The sampling points θ·(x, y, 1) of a spatial transformer, [N, H, W, 2], x and y from -1 to 1 (three axes likewise): each column
 * of θ times the coordinates along its axis.
 */
export const AffineGrid: Decomposition = {
  op: 'AffineGrid',
  rewrite({ g, node, inputs, outputs }) {
    const [theta, grid] = [inputs[0]!, outputs[0]!];
    const aligned = intAttribute(node, 'align_corners', 0) === 1;
    const lengths = grid.shape.slice(1, -1);
    const [batch = 1, rows = 2] = theta.shape;
    const column = (index: number): Value => {
      const slice = g.op('Slice', [theta, g.int64([index]), g.int64([index + 1]), g.int64([2])], {
        shape: [batch, rows, 1],
      });
      return g.reshape(slice, [batch, ...lengths.map(() => 1), rows]);
    };
    const along = (axis: number): Value => {
      const length = lengths[axis]!;
      const ends = aligned ? 1 : 1 - 1 / length;
      const step = length > 1 ? (2 * ends) / (length - 1) : 0;
      const values = Array.from({ length }, (_, i) => (length > 1 ? i * step - ends : 0));
      const coordinates = g.float32(values, [1, ...lengths.map((each, i) => (i === axis ? each : 1)), 1]);
      // The last axis of the image is the first coordinate.
      return g.mul(column(lengths.length - 1 - axis), g.cast(coordinates, theta.type));
    };
    const sum = lengths.reduce((total, _, axis) => g.add(total, along(axis)), column(lengths.length));
    return [g.reshape(sum, grid.shape)];
  },
};
