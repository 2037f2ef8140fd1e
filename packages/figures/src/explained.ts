import type { Attribution } from '@smoothgrad/attribution';
import { type GridRow, gridScene, type Scene } from '@smoothgrad/render';
import { describeTarget, type FigureOptions, type FigurePhoto } from './figure.ts';
import { figureMap, legendOf, mapCells, photoCell } from './maps.ts';

/** One method's results for all targets of a photo. */
export interface ExplainedColumn {
  readonly title: string;
  readonly attributions: readonly Attribution[];
}

/** Results that are there already as a grid: targets as rows, methods as columns. */
export function explainedGrid(
  photo: FigurePhoto,
  columns: readonly [ExplainedColumn, ...ExplainedColumn[]],
  options: FigureOptions,
  caption: readonly string[],
): Scene {
  const rows = columns[0].attributions.map(({ target }, row): GridRow => {
    const maps = columns.map(({ title, attributions }) => ({
      ...figureMap(attributions[row]!, photo, options.timesImage),
      label: `${title} of ${describeTarget(target)}`,
    }));
    return { title: describeTarget(target), cells: [photoCell(photo), ...mapCells(maps, options)] };
  });
  const units = new Set(columns.map(({ attributions }) => attributions[0]!.unit.text));
  const unit = units.size === 1 ? [...units][0]! : 'the method’s own quantity';
  return gridScene({
    title: photo.name,
    columns: ['photo', ...columns.map(({ title }) => title)],
    rows,
    caption,
    legends: [legendOf(options, unit)],
  });
}
