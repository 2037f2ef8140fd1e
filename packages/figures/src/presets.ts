import { gradient, presetNames, smoothGradPreset } from '@smoothgrad/attribution';
import { colourise, drawnMap, type GridCell, type GridRow, grey, gridScene, scaleDrawn } from '@smoothgrad/render';
import { describeTarget, type Figure } from './figure.ts';
import { attributionsOf, photoCell } from './maps.ts';
import { percentText } from './settings.ts';

const perRow = 5;

/** Beyond the paper: one photo under everything that is called SmoothGrad somewhere. */
export const presets: Figure = {
  name: 'presets',
  summary: 'what nine systems call SmoothGrad, on one photo',
  thumbnail: 'photo | nine maps with their settings',
  async make(context) {
    const { photos, options } = context;
    const rows: GridRow[] = [];
    for (const photo of photos) {
      const cells: GridCell[] = [photoCell(photo)];
      let title = photo.name;
      for (const name of presetNames) {
        const { method, picture = {} } = smoothGradPreset(name, options.seed);
        const [found] = await attributionsOf(context, photo, method);
        const map = drawnMap(found!, photo.photo, { percentile: options.percentile, ...picture });
        const { samples, smoothing, noise, target } = found!;
        const strength = noise!.level === null ? `σ = ${noise!.sigma}` : percentText(noise!.level);
        title = `${photo.name}: ${describeTarget(target)}`;
        cells.push({
          picture: colourise(scaleDrawn(map), options.colormap ?? grey),
          label: name,
          note: `${name}: ${smoothing!.aggregation} of ${samples}, ${strength}`,
        });
      }
      for (let at = 0; at < cells.length; at += perRow) {
        rows.push({ ...(at === 0 && { title }), cells: cells.slice(at, at + perRow) });
      }
    }
    return gridScene({
      title: 'What nine systems call SmoothGrad',
      columns: [],
      rows,
      caption: presetNames.map((name) => `${smoothGradPreset(name).about}.`),
      legends: [
        {
          colormap: options.colormap ?? grey,
          sign: 'absolute',
          text: `|${gradient.unit.text}| or its square; each map on its own scale`,
        },
      ],
    });
  },
};
