import { guidedBackprop, integratedGradients } from '@smoothgrad/attribution';
import { drawnMap, gridScene } from '@smoothgrad/render';
import { type ComparedMethod, comparedRow, leftOutLines } from './comparedMethods.ts';
import type { Figure, FigureOptions } from './figure.ts';
import { gradientUnit, legendOf, mapCells, photoCell } from './maps.ts';
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
    const results = [];
    for (const photo of photos) {
      const row = await comparedRow(context, photo, columns, ([found], { title: label }) => ({
        ...drawnMap(found, photo.photo, options),
        label,
      }));
      results.push({ ...row, cells: [photoCell(photo), ...mapCells(row.maps, options)] });
    }
    return gridScene({
      title: 'Smoothing other methods',
      columns: ['photo', ...columns.map(({ title }) => title)],
      rows: results.map(({ title, cells }) => ({ title, cells })),
      caption: [`Smoothed: ${describeSettings(noiseSettings(options))}.`, ...leftOutLines(results)],
      legends: [legendOf(options, gradientUnit(options))],
    });
  },
};

function pairs(options: FigureOptions): readonly ComparedMethod[] {
  const settings = noiseSettings(options);
  const path = integratedGradients({ steps: options.steps, multiplyByInputs: false });
  return [
    { title: 'integrated gradients', method: path },
    { title: '… with SmoothGrad', method: smoothed(path, settings) },
    { title: 'guided backpropagation', method: guidedBackprop },
    { title: '… with SmoothGrad', method: smoothed(guidedBackprop, settings) },
  ];
}
