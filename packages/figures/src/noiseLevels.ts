import { drawnMap, type GridRow, gridScene } from '@smoothgrad/render';
import { describeTarget, type Figure, FigureError } from './figure.ts';
import { attributionsOf, gradientUnit, legendOf, mapCells, photoCell } from './maps.ts';
import { noiseSettings, percentText, smoothedGradient } from './settings.ts';

const paperLevels = [0, 0.05, 0.1, 0.2, 0.3, 0.5];

/** Figure 3 (and 10, on MNIST): how much noise. The same noise, scaled, serves all levels; 0 % is the plain gradient. */
export const noiseLevels: Figure = {
  name: 'noise-levels',
  number: 3,
  summary: 'SmoothGrad at noise levels of 0 to 50 %: which one is clearest?',
  thumbnail: 'photo | 0 % | 5 % | 10 % | 20 % | 30 % | 50 %',
  async make(context) {
    const { photos, options } = context;
    const levels = options.levels ?? paperLevels;
    if (levels.length === 0) throw new FigureError('noise-levels needs at least one level, such as --levels 0,0.1,0.2');
    const settings = noiseSettings(options);
    const rows: GridRow[] = [];
    for (const photo of photos) {
      const maps = [];
      let title = photo.name;
      for (const noise of levels) {
        const [found] = await attributionsOf(context, photo, smoothedGradient({ ...settings, noise }));
        const { target, labelAgreement } = found!;
        title = `${photo.name}: ${describeTarget(target)}`;
        const note = labelAgreement === null ? undefined : `${percentText(labelAgreement)} keep the class`;
        maps.push({ ...drawnMap(found!, photo.photo, options), label: `noise ${percentText(noise)}`, note });
      }
      rows.push({ title, cells: [photoCell(photo), ...mapCells(maps, options)] });
    }
    const { samples, seed } = settings;
    return gridScene({
      title: 'SmoothGrad and the noise level',
      columns: ['photo', ...levels.map((level) => (level === 0 ? '0 % (gradient)' : percentText(level)))],
      rows,
      caption: [`n = ${samples}, seed ${seed}. Below each map: how many noisy copies keep the photo's top class.`],
      legends: [legendOf(options, gradientUnit(options))],
    });
  },
};
