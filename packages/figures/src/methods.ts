import { gradient } from '@smoothgrad/attribution';
import { drawnMap, type GridRow, gridScene } from '@smoothgrad/render';
import { comparedMethods, comparedRow, leftOutLines } from './comparedMethods.ts';
import type { Figure, FigureContext, FigurePhoto } from './figure.ts';
import { attributionsOf, legendOf, mapCells, photoCell } from './maps.ts';
import { describeSettings, noiseSettings } from './settings.ts';

/**
 * Figure 5: four methods, each alone and multiplied by the image. Integrated gradients without × image are the gradient averaged over
 * the path; with it they have their own factor, the difference to the baseline, and no other.
 */
export const methods: Figure = {
  name: 'methods',
  number: 5,
  summary: 'gradient, integrated gradients, guided backpropagation, SmoothGrad; alone and × image',
  thumbnail: 'photo | four methods, and below each × image',
  async make(context) {
    const { photos, options } = context;
    const columns = comparedMethods(options);
    const results = [];
    for (const photo of photos) results.push(await rowsOf(context, photo));
    return gridScene({
      title: 'Methods compared',
      columns: ['photo', ...columns.map(({ title }) => title)],
      rows: results.flatMap(({ rows }) => rows),
      caption: [
        `SmoothGrad: ${describeSettings(noiseSettings(options))}. Multiplied by the image, what is black in the photo is black in the map, whatever the network makes of it.`,
        ...leftOutLines(results),
      ],
      legends: [legendOf(options, gradient.unit.text)],
    });
  },
};

async function rowsOf(context: FigureContext, photo: FigurePhoto) {
  const { options } = context;
  const columns = comparedMethods(options);
  const { maps, title, reasons } = await comparedRow(context, photo, columns, async ([found], column) => {
    const own = column.timesImage && (await attributionsOf(context, photo, column.timesImage))[0]!;
    return {
      plain: { ...drawnMap(found, photo.photo, { ...options, timesImage: false }), label: column.title },
      product: {
        ...drawnMap(own ?? found, photo.photo, { ...options, timesImage: true }),
        label: `${column.title} × image`,
      },
    };
  });
  const cells = mapCells([...maps.map((each) => each?.plain), ...maps.map((each) => each?.product)], options);
  const rows: GridRow[] = [
    { title, cells: [photoCell(photo), ...cells.slice(0, columns.length)] },
    { title: '× image', cells: [undefined, ...cells.slice(columns.length)] },
  ];
  return { rows, reasons };
}
