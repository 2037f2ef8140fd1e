import { gradient, MethodMismatchError } from '@smoothgrad/attribution';
import { drawnMap, type GridCell, type GridRow, gridScene } from '@smoothgrad/render';
import { comparedMethods, leftOutLines, unlessMismatched } from './comparedMethods.ts';
import { describeTarget, type Figure, type FigureContext, type FigurePhoto } from './figure.ts';
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
        ...results.flatMap(({ leftOut }) => leftOut).filter((line, i, all) => all.indexOf(line) === i),
      ],
      legends: [legendOf(options, gradient.unit.text)],
    });
  },
};

async function rowsOf(context: FigureContext, photo: FigurePhoto): Promise<{ rows: GridRow[]; leftOut: string[] }> {
  const plain: (GridCell | undefined)[] = [];
  const multiplied: (GridCell | undefined)[] = [];
  const found: unknown[] = [];
  let title = photo.name;
  for (const { title: label, method, timesImage } of comparedMethods(context.options)) {
    const result = await unlessMismatched(async () => (await attributionsOf(context, photo, method))[0]!);
    found.push(result);
    if (result instanceof MethodMismatchError) {
      plain.push(undefined);
      multiplied.push(undefined);
      continue;
    }
    title = `${photo.name}: ${describeTarget(result.target)}`;
    const own = timesImage && (await attributionsOf(context, photo, timesImage))[0]!;
    const product = drawnMap(own ?? result, photo.photo, { ...context.options, timesImage: true });
    const alone = drawnMap(result, photo.photo, { ...context.options, timesImage: false });
    plain.push(...mapCells([{ ...alone, label }], context.options));
    multiplied.push(...mapCells([{ ...product, label: `${label} × image` }], context.options));
  }
  const rows = [
    { title, cells: [photoCell(photo), ...plain] },
    { title: '× image', cells: [undefined, ...multiplied] },
  ];
  return { rows, leftOut: leftOutLines(found) };
}
