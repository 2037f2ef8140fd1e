import {
  type Attribution,
  explainAll,
  type MapUnit,
  type Method,
  type Progress,
  refineAll,
  type TargetChoice,
  topClass,
} from '@smoothgrad/attribution';
import {
  blueGreyRed,
  colourise,
  type GridCell,
  type GridLegend,
  grey,
  multiplyByImage,
  pixelMap,
  type ScaledMap,
  scaleMap,
  sharedLimit,
  toRgb,
} from '@smoothgrad/render';
import type { FigureContext, FigureOptions, FigurePhoto } from './figure.ts';

/** A map of a figure before it is scaled. */
export interface FigureMap {
  /** [C,H,W] in RGB order, or [1,H,W]. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number];
  readonly unit: MapUnit;
}

/** Explains a photo's targets by a method, telling the figure's progress. */
export async function attributionsOf(
  context: FigureContext,
  { name, photo, targets }: FigurePhoto,
  method: Method,
  logits?: Float32Array,
): Promise<Attribution[]> {
  let last: Progress | undefined;
  for await (const progress of partsOf(context, { photo, targets }, method, logits)) {
    context.progress?.(`${name}: ${method.name}`, progress.samples, progress.total);
    last = progress;
  }
  if (last === undefined) return explainAll(context.classifier, photo, { method, targets: wanted(targets) });
  return last.attributions();
}

/** The running results of a photo's targets. */
export function partsOf(
  { classifier, labels, signal }: FigureContext,
  { photo, targets }: Pick<FigurePhoto, 'photo' | 'targets'>,
  method: Method,
  logits?: Float32Array,
): AsyncGenerator<Progress, void> {
  return refineAll(classifier, photo, { method, targets: wanted(targets), labels, signal, logits });
}

const wanted = (targets: readonly TargetChoice[]): readonly TargetChoice[] =>
  targets.length > 0 ? targets : [topClass];

/** The map that is drawn: ∂S/∂pixel for derivatives, times the photo where that is wanted and has a meaning. */
export function figureMap(
  { map, shape, unit }: Pick<Attribution, 'map' | 'shape' | 'unit'>,
  { photo }: Pick<FigurePhoto, 'photo'>,
  timesImage = false,
): FigureMap {
  const values = pixelMap({ map, shape, unit }, photo);
  if (!timesImage || values.length !== photo.pixels.length) return { values, shape, unit };
  return { values: multiplyByImage(values, photo.pixels), shape, unit: { ...unit, text: `${unit.text} × pixel` } };
}

/** Maps of one photo in colour, each on its own scale or all on one. */
export function mapCells(
  maps: readonly (FigureMap & { readonly label: string; readonly note?: string | undefined })[],
  options: FigureOptions,
): GridCell[] {
  const limit =
    options.scale === 'shared'
      ? sharedLimit(
          maps.map(({ values, shape }) => ({ map: values, shape })),
          scaleOptions(options),
        )
      : undefined;
  const colormap = colormapOf(options);
  return maps.map(({ values, shape, unit, label, note }) => ({
    picture: colourise(scaleMap(values, shape, { ...scaleOptions(options, unit), limit }), colormap),
    label,
    note,
  }));
}

export function scaled({ values, shape }: FigureMap, options: FigureOptions): ScaledMap {
  return scaleMap(values, shape, scaleOptions(options));
}

function scaleOptions({ sign, reduction, percentile }: FigureOptions, unit?: MapUnit) {
  return { sign, reduction: unit?.isRepeated ? ('mean' as const) : reduction, percentile };
}

function colormapOf({ colormap, sign }: FigureOptions) {
  return colormap ?? (sign === 'signed' ? blueGreyRed : grey);
}

export function photoCell({ photo, name }: FigurePhoto): GridCell {
  return { picture: toRgb(photo.image), label: `photo ${name}` };
}

/** What the colours of a figure's maps mean. */
export function legendOf(options: FigureOptions, unit: string): GridLegend {
  const { sign = 'absolute', reduction = 'sum', percentile = 99, scale = 'each' } = options;
  const what = { absolute: `|${unit}|`, signed: unit, positive: `max(${unit}, 0)` }[sign];
  const channels = { sum: 'summed', max: 'largest', mean: 'averaged', l2: 'Euclidean norm', 'signed-mean': '|mean|' };
  const cap = percentile === 100 ? 'not capped' : `top ${Number((100 - percentile).toPrecision(3))} % capped`;
  const whose = scale === 'each' ? 'each map on its own scale' : 'one scale for all maps of a photo';
  return {
    colormap: colormapOf(options),
    sign,
    text: `${what}, ${channels[reduction]} over channels; ${cap}; ${whose}`,
  };
}
