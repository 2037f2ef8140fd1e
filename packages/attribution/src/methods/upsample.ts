/** How a coarse map becomes as large as the image. */
export type Upsampling = 'bilinear' | 'nearest';

export interface MapSize {
  readonly height: number;
  readonly width: number;
}

/**
 * A coarse map, row by row, in another size: `bilinear` between the centres of its places, constant outside them (half-pixel centres, PyTorch's
 * `align_corners=False`); `nearest` repeats each place (PyTorch's `nearest`: ⌊i·from/to⌋).
 *
 * @returns [to.height, to.width]; linear in the map
 */
export function upsample(
  map: ArrayLike<number>,
  from: MapSize,
  to: MapSize,
  how: Upsampling = 'bilinear',
): Float32Array {
  const [rows, columns] = [places[how](from.height, to.height), places[how](from.width, to.width)];
  const result = new Float32Array(to.height * to.width);
  const between = (row: number, { first, second, share }: Place) =>
    (1 - share) * map[row * from.width + first]! + share * map[row * from.width + second]!;
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      result[y * to.width + x] = (1 - row.share) * between(row.first, column) + row.share * between(row.second, column);
    });
  });
  return result;
}

/** What a position is made of: `share` of the second, the rest of the first. */
interface Place {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

const places: Readonly<Record<Upsampling, (from: number, to: number) => Place[]>> = {
  bilinear: (from, to) =>
    Array.from({ length: to }, (_, i) => {
      const at = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
      const first = Math.floor(at);
      return { first, second: Math.min(first + 1, from - 1), share: at - first };
    }),
  nearest: (from, to) =>
    Array.from({ length: to }, (_, i) => {
      const first = Math.min(Math.floor((i * from) / to), from - 1);
      return { first, second: first, share: 0 };
    }),
};
