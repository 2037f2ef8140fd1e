import type { PixelImage } from '@smoothgrad/image';
import { toRgb } from '../picture/toRgb.ts';

/** The picture at another size, each new pixel the mean of the area it covers (for a larger size: of its nearest pixels). */
export function areaAverage(picture: PixelImage, width: number, height: number): PixelImage {
  const source = toRgb(picture);
  const columns = spans(source.width, width);
  const data = new Uint8Array(3 * width * height);
  spans(source.height, height).forEach((row, y) => {
    columns.forEach((column, x) => {
      data.set(mean(source, column, row), 3 * (y * width + x));
    });
  });
  return { width, height, channels: 3, data };
}

interface Span {
  readonly first: number;
  readonly weights: readonly number[];
}

function spans(from: number, to: number): Span[] {
  return Array.from({ length: to }, (_, i) => {
    const start = (i * from) / to;
    const end = ((i + 1) * from) / to;
    const first = Math.floor(start);
    const count = Math.min(Math.ceil(end), from) - first;
    const weights = Array.from({ length: count }, (_, k) => Math.min(end, first + k + 1) - Math.max(start, first + k));
    return { first, weights };
  });
}

function mean(source: PixelImage, column: Span, row: Span): number[] {
  const sums = [0, 0, 0];
  let area = 0;
  row.weights.forEach((high, y) => {
    column.weights.forEach((wide, x) => {
      const at = 3 * ((row.first + y) * source.width + column.first + x);
      area += high * wide;
      for (let c = 0; c < 3; c++) sums[c]! += high * wide * source.data[at + c]!;
    });
  });
  return sums.map((sum) => Math.round(sum / area));
}
