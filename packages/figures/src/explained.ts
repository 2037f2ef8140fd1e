import type { Attribution } from '@smoothgrad/attribution';
import { drawnMap, type GridRow, gridScene, type MapLook, type Scene } from '@smoothgrad/render';
import { describeTarget, type FigureOptions, type FigurePhoto } from './figure.ts';
import { legendOf, mapCells, photoCell } from './maps.ts';

/** One method's results for all targets of a photo. */
export interface ExplainedColumn {
  readonly title: string;
  readonly attributions: readonly Attribution[];
  /** What the method itself says about its pictures: it goes before the options. */
  readonly look?: MapLook | undefined;
}

/** Results that are there already as a grid: targets as rows, methods as columns. */
export function explainedGrid(
  photo: FigurePhoto,
  columns: readonly [ExplainedColumn, ...ExplainedColumn[]],
  options: FigureOptions,
  caption: readonly string[],
): Scene {
  const targets = columns[0].attributions.map(({ target }) => target);
  const maps = targets.flatMap((target, row) =>
    columns.map(({ title, attributions, look }) => ({
      ...drawnMap(attributions[row]!, photo.photo, { ...options, ...look }),
      label: `${title} of ${describeTarget(target)}`,
    })),
  );
  const cells = mapCells(maps, options);
  const rows = targets.map((target, row): GridRow => {
    const own = cells.slice(row * columns.length, (row + 1) * columns.length);
    return { title: describeTarget(target), cells: [photoCell(photo), ...own] };
  });
  const units = new Set(maps.map(({ unit }) => unit));
  const unit = units.size === 1 ? [...units][0]! : 'the method’s own quantity';
  return gridScene({
    title: photo.name,
    columns: ['photo', ...columns.map(({ title }, k) => (maps[k]!.isMultiplied ? `${title} × image` : title))],
    rows,
    caption,
    // Only who is alone has a look of its own: a preset.
    legends: [legendOf({ ...options, ...(columns.length === 1 && columns[0].look) }, unit)],
  });
}
