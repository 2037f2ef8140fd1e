import { guidedBackprop, integratedGradients, type Method, MethodMismatchError } from '@smoothgrad/attribution';
import { drawnMap, type GridCell, type GridRow, gridScene } from '@smoothgrad/render';
import { leftOutLines, unlessMismatched } from './comparedMethods.ts';
import { describeTarget, type Figure, type FigureOptions } from './figure.ts';
import { attributionsOf, gradientUnit, legendOf, mapCells, photoCell } from './maps.ts';
import { describeSettings, noiseSettings, smoothed } from './settings.ts';

/** Figure 7: smoothing helps other methods too. */
export const combinations: Figure = {
  name: 'combinations',
  number: 7,
  summary: 'integrated gradients and guided backpropagation, plain and smoothed',
  thumbnail: 'photo | IG | smoothed IG | guided | smoothed guided',
  async make(context) {
    const { photos, options } = context;
    const columns = pairs(options);
    const rows: GridRow[] = [];
    const found: unknown[] = [];
    for (const photo of photos) {
      const cells: (GridCell | undefined)[] = [];
      let title = photo.name;
      for (const [label, method] of columns) {
        const result = await unlessMismatched(async () => (await attributionsOf(context, photo, method))[0]!);
        found.push(result);
        if (result instanceof MethodMismatchError) {
          cells.push(undefined);
          continue;
        }
        title = `${photo.name}: ${describeTarget(result.target)}`;
        cells.push(...mapCells([{ ...drawnMap(result, photo.photo, options), label }], options));
      }
      rows.push({ title, cells: [photoCell(photo), ...cells] });
    }
    return gridScene({
      title: 'Smoothing other methods',
      columns: ['photo', ...columns.map(([title]) => title)],
      rows,
      caption: [`Smoothed: ${describeSettings(noiseSettings(options))}.`, ...leftOutLines(found)],
      legends: [legendOf(options, gradientUnit(options))],
    });
  },
};

function pairs(options: FigureOptions): readonly (readonly [title: string, method: Method])[] {
  const settings = noiseSettings(options);
  const path = integratedGradients({ steps: options.steps, multiplyByInputs: false });
  return [
    ['integrated gradients', path],
    ['… with SmoothGrad', smoothed(path, settings)],
    ['guided backpropagation', guidedBackprop],
    ['… with SmoothGrad', smoothed(guidedBackprop, settings)],
  ];
}
