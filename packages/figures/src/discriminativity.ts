import {
  blueGreyRed,
  colourise,
  discriminativity as difference,
  drawnMap,
  type GridCell,
  gridScene,
  scaleDrawn,
} from '@smoothgrad/render';
import { comparedMethods, comparedRow, leftOutLines } from './comparedMethods.ts';
import { type Figure, FigureError } from './figure.ts';
import { photoCell } from './maps.ts';
import { describeSettings, noiseSettings } from './settings.ts';

/**
 * Figure 6: can a method tell two classes of one photo apart? scale(M₁) − scale(M₂), both absolute maps scaled to [0,1] by their own
 * 99th percentile, made at the same noisy copies.
 */
export const discriminativity: Figure = {
  name: 'discriminativity',
  number: 6,
  summary: 'two classes of one photo: which pixels speak for which, by four methods',
  thumbnail: 'photo | four methods, first class red, second blue',
  classes: 2,
  async make(context) {
    const { photos, options } = context;
    const columns = comparedMethods(options);
    const colormap = options.colormap ?? blueGreyRed;
    const look = { ...options, sign: 'absolute' as const, timesImage: false };
    const results = [];
    for (const photo of photos) {
      if (photo.targets.length !== 2)
        throw new FigureError(
          `${photo.name} has ${photo.targets.length} classes; discriminativity takes two: name them`,
        );
      const row = await comparedRow(context, photo, columns, (found, { title: label }): GridCell => {
        const [first, second] = found.map((each) => scaleDrawn(drawnMap(each, photo.photo, look)));
        return { picture: colourise(difference(first!, second!), colormap), label };
      });
      const [red, blue] = row.targets;
      const title = `${photo.name}: ${red} (red) or ${blue} (blue)`;
      results.push({ ...row, title, cells: [photoCell(photo), ...row.maps] });
    }
    return gridScene({
      title: 'Discriminativity',
      columns: ['photo', ...columns.map(({ title }) => title)],
      rows: results.map(({ title, cells }) => ({ title, cells })),
      caption: [`SmoothGrad: ${describeSettings(noiseSettings(options))}.`, ...leftOutLines(results)],
      legends: [
        {
          colormap,
          sign: 'signed',
          limit: 1,
          text: 'scale(|M₁|) − scale(|M₂|): red where the first class is the more sensitive one, blue the second',
        },
      ],
    });
  },
};
