import { gradient } from '@smoothgrad/attribution';
import { drawnMap, type GridRow, gridScene } from '@smoothgrad/render';
import { describeTarget, type Figure } from './figure.ts';
import { gradientUnit, type LabelledMap, legendOf, mapCells, partsOf, photoCell } from './maps.ts';
import { noiseSettings, percentText, smoothed } from './settings.ts';
import { orderedSizes } from './sizes.ts';

const paperNoise = 0.1;
const paperSizes = [1, 5, 10, 20, 50, 100];

/** Figure 4: how many samples. One run of the largest n: the mean of the first n samples is the map of that n. */
export const sampleSizes: Figure = {
  name: 'sample-sizes',
  number: 4,
  summary: 'SmoothGrad with 1 to 100 samples: what more samples are worth',
  thumbnail: 'photo | n = 1 | 5 | 10 | 20 | 50 | 100',
  async make(context) {
    const { photos, options } = context;
    const sizes = orderedSizes(options.sizes ?? paperSizes, 1);
    const settings = { ...noiseSettings({ ...options, noise: options.noise ?? paperNoise }), samples: sizes.at(-1)! };
    const rows: GridRow[] = [];
    for (const photo of photos) {
      const maps: LabelledMap[] = [];
      let title = photo.name;
      for await (const progress of partsOf(context, photo, smoothed(gradient, settings))) {
        const { samples, total, relativeStandardError: error } = progress;
        context.progress?.(photo.name, samples, total);
        if (!sizes.includes(samples)) continue;
        const found = progress.attribution();
        title = `${photo.name}: ${describeTarget(found.target)}`;
        const note = samples === 1 ? 'one sample' : `relative error ${error?.toFixed(2) ?? 'not resolved'}`;
        maps.push({ ...drawnMap(found, photo.photo, options), label: `n = ${samples}`, note });
      }
      rows.push({ title, cells: [photoCell(photo), ...mapCells(maps, options)] });
    }
    return gridScene({
      title: 'SmoothGrad and the sample size',
      columns: ['photo', ...sizes.map((size) => `n = ${size}`)],
      rows,
      caption: [
        `Noise ${percentText(settings.noise)} of the range of the pixels, seed ${settings.seed}. Below each map its relative standard error: how far the map of infinitely many samples is away, as a share of its size.`,
      ],
      legends: [legendOf(options, gradientUnit(options))],
    });
  },
};
