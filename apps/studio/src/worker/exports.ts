import { type Attribution, encodeNpz } from '@smoothgrad/attribution';
import { type PreparedPhoto, toChannelsFirst } from '@smoothgrad/image';
import { colourise, encodePng, gridScene, layouts, sceneToSvg, toRgb } from '@smoothgrad/render';
import { colormapOf, drawnOf, type Visual } from '../draw/drawnValues.ts';
import { scaledOf, sharedLimitOf } from '../draw/scaledScene.ts';
import type { ModelReport } from '../protocol.ts';
import type { Arrangement } from '../settings.ts';
import { unitText } from '../words.ts';
import { caption, titleOf } from './caption.ts';
import { provenance } from './provenance.ts';

/** One map of a picture: with two attributions their difference. */
export interface ExportedMap {
  readonly title: string;
  readonly attributions: readonly Attribution[];
}

export interface ExportRequest {
  readonly kind: 'png' | 'svg' | 'npz';
  readonly maps: readonly ExportedMap[];
  readonly visual: Visual;
  readonly layout: Arrangement;
  readonly scale: 'each' | 'shared';
  /** Of SVG pictures. */
  readonly heading: string;
}

export interface ExportContext {
  readonly report: ModelReport;
  readonly engine: string;
  readonly photo: { readonly name: string; readonly photo: PreparedPhoto };
}

/** A file for the user, made as the command line makes it. */
export async function exportFile(request: ExportRequest, context: ExportContext): Promise<Blob> {
  const { make, type } = formats[request.kind];
  return new Blob([make(request, context) as BlobPart], { type });
}

const formats = {
  png: { make: png, type: 'image/png' },
  svg: { make: svg, type: 'image/svg+xml' },
  npz: { make: npz, type: 'application/octet-stream' },
} as const;

/** The layout of the command line that shows what the page shows. */
const layoutOf = {
  pair: layouts.pair,
  slider: layouts.pair,
  map: layouts.map,
  overlay: layouts.overlay,
  mask: layouts.mask,
};

function png({ maps, visual, layout }: ExportRequest, context: ExportContext): Uint8Array {
  const { photo } = context.photo;
  const { title, attributions } = maps[0]!;
  const first = attributions[0]!;
  const scaled = scaledOf({ attributions, photo, visual });
  const drawn = drawnOf(first, photo, visual);
  const picture = layoutOf[layout].compose({
    photo: photo.image,
    scaled,
    colormap: colormapOf(visual, scaled.sign),
    caption: caption(attributions),
    titles: { photo: 'photo', map: drawn.isMultiplied ? `${title} × image` : title },
    unit: attributions.length === 2 ? 'share of each scale' : drawn.unit.replace(/\bS\b/, first.scores.kind),
  });
  return encodePng(picture, { provenance: provenance(attributions, { visual, layout }, context) });
}

function svg({ maps, visual, scale, heading }: ExportRequest, { photo: { name, photo } }: ExportContext): string {
  const limit = scale === 'shared' ? sharedLimitOf(maps, photo, visual) : () => undefined;
  const cells = maps.map((each) => {
    const scaled = scaledOf({ attributions: each.attributions, photo, visual }, limit(each));
    const picture = colourise(scaled, colormapOf(visual, scaled.sign));
    return { picture, label: `${each.title} of ${titleOf(each.attributions)}`, scaled };
  });
  const first = maps[0]!.attributions[0]!;
  const { sign } = cells[0]!.scaled;
  return sceneToSvg(
    gridScene({
      title: heading,
      columns: ['photo', ...maps.map(({ title }) => title)],
      rows: [
        {
          title: `${name}: ${titleOf(maps[0]!.attributions)}`,
          cells: [{ picture: toRgb(photo.image), label: `photo ${name}` }, ...cells],
        },
      ],
      caption: maps.map(({ title, attributions }) => `${title}: ${caption(attributions).slice(1).join('; ')}.`),
      legends: [
        {
          colormap: colormapOf(visual, sign),
          sign,
          text: `${unitText(first, drawnOf(first, photo, visual))}; ${scale === 'each' ? 'each map on its own scale' : 'one scale for all maps'}`,
        },
      ],
    }),
  );
}

/** The numbers, as `--save` of the command line writes them; of a second class under names of their own. */
function npz({ maps }: ExportRequest, { photo: { photo } }: ExportContext): Uint8Array {
  const { spec, tensor } = photo;
  const channels = spec.channels === 'L' ? 1 : 3;
  const arrays = maps[0]!.attributions.flatMap(({ map, shape, standardError, arrays: more }, k) => {
    const suffix = k === 0 ? '' : `_${k + 1}`;
    const errors = standardError ?? new Float32Array(map.length).fill(Number.NaN);
    return [
      ...Object.entries(more).map(([name, array]) => [`${name}${suffix}`, array] as const),
      [`map${suffix}`, { shape, data: map }] as const,
      [`standard_error${suffix}`, { shape, data: errors }] as const,
    ];
  });
  const input = { shape: [channels, spec.height, spec.width], data: toChannelsFirst(tensor, spec) };
  return encodeNpz({ ...Object.fromEntries(arrays), input });
}
