import { gradient } from '@smoothgrad/attribution';
import { drawnMap, gridScene } from '@smoothgrad/render';
import { describeTarget, type Figure } from './figure.ts';
import { attributionsOf, gradientUnit, legendOf, mapCells, photoCell } from './maps.ts';

/** Figure 1: one sensitivity map, noisy as they are: the gradient of the class score at each pixel. */
export const map: Figure = {
  name: 'map',
  number: 1,
  summary: 'one sensitivity map, noisy as gradients are',
  thumbnail: 'photo | gradient',
  async make(context) {
    const { photos, options } = context;
    const rows = [];
    for (const photo of photos) {
      const [found] = await attributionsOf(context, photo, gradient);
      const { target } = found!;
      const drawn = { ...drawnMap(found!, photo.photo, options), label: `gradient of ${describeTarget(target)}` };
      rows.push({
        title: `${photo.name}: ${describeTarget(target)}`,
        cells: [photoCell(photo), ...mapCells([drawn], options)],
      });
    }
    return gridScene({
      title: 'Sensitivity map',
      columns: ['photo', options.timesImage ? 'gradient × image' : 'gradient'],
      rows,
      caption: [],
      legends: [legendOf(options, gradientUnit(options))],
    });
  },
};
