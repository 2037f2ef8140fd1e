import { MethodMismatchError } from '@smoothgrad/attribution';
import {
  blueGreyRed,
  colourise,
  discriminativity as difference,
  drawnMap,
  type GridCell,
  type GridRow,
  gridScene,
  scaleDrawn,
} from '@smoothgrad/render';
import { comparedMethods, leftOutLines, unlessMismatched } from './comparedMethods.ts';
import { describeTarget, type Figure, FigureError } from './figure.ts';
import { attributionsOf, photoCell } from './maps.ts';
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
    const rows: GridRow[] = [];
    const found: unknown[] = [];
    for (const photo of photos) {
      if (photo.targets.length !== 2)
        throw new FigureError(
          `${photo.name} has ${photo.targets.length} classes; discriminativity takes two: name them`,
        );
      const cells: (GridCell | undefined)[] = [];
      let title = photo.name;
      for (const { title: label, method } of comparedMethods(options)) {
        const result = await unlessMismatched(() => attributionsOf(context, photo, method));
        found.push(result);
        if (result instanceof MethodMismatchError) {
          cells.push(undefined);
          continue;
        }
        const [first, second] = result as [(typeof result)[0], (typeof result)[0]];
        title = `${photo.name}: ${describeTarget(first.target)} (red) or ${describeTarget(second.target)} (blue)`;
        const look = { ...options, sign: 'absolute' as const, timesImage: false };
        const map = difference(
          scaleDrawn(drawnMap(first, photo.photo, look)),
          scaleDrawn(drawnMap(second, photo.photo, look)),
        );
        cells.push({ picture: colourise(map, options.colormap ?? blueGreyRed), label });
      }
      rows.push({ title, cells: [photoCell(photo), ...cells] });
    }
    return gridScene({
      title: 'Discriminativity',
      columns: ['photo', ...comparedMethods(options).map(({ title }) => title)],
      rows,
      caption: [`SmoothGrad: ${describeSettings(noiseSettings(options))}.`, ...leftOutLines(found)],
      legends: [
        {
          colormap: options.colormap ?? blueGreyRed,
          sign: 'signed',
          limit: 1,
          text: 'scale(|M₁|) − scale(|M₂|): red where the first class is the more sensitive one, blue the second',
        },
      ],
    });
  },
};
