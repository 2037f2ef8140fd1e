import {
  type Attribution,
  gradient,
  type Method,
  type Progress,
  refineAll,
  StoppedError,
  type TargetChoice,
  topClass,
} from '@smoothgrad/attribution';
import {
  colourise,
  type DrawnMap,
  defaultColormap,
  type GridCell,
  type GridLegend,
  scaleDrawn,
  sharedLimits,
  toRgb,
} from '@smoothgrad/render';
import type { FigureContext, FigureOptions, FigurePhoto } from './figure.ts';

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
  return last!.attributions();
}

/** The running results of a photo's targets, to the end. @throws StoppedError: half a figure is none */
export async function* partsOf(
  { classifier, labels, signal }: FigureContext,
  { photo, targets }: Pick<FigurePhoto, 'photo' | 'targets'>,
  method: Method,
  logits?: Float32Array,
): AsyncGenerator<Progress, void> {
  yield* refineAll(classifier, photo, { method, targets: wanted(targets), labels, signal, logits });
  throwIfStopped(signal);
}

export function throwIfStopped(signal: FigureContext['signal']): void {
  if (signal?.aborted) throw new StoppedError('stopped before the figure was complete');
}

const wanted = (targets: readonly TargetChoice[]): readonly TargetChoice[] =>
  targets.length > 0 ? targets : [topClass];

export interface LabelledMap extends DrawnMap {
  readonly label: string;
  readonly note?: string | undefined;
}

/** Maps of one photo in colour, each on its own scale or all of a unit on one. */
export function mapCells(
  maps: readonly (LabelledMap | undefined)[],
  { scale, colormap, sign }: FigureOptions,
): (GridCell | undefined)[] {
  const present = maps.filter((map) => map !== undefined);
  const limits = new Map(scale === 'shared' ? sharedLimits(present).map((limit, k) => [present[k], limit]) : []);
  return maps.map(
    (map) =>
      map && {
        picture: colourise(scaleDrawn(map, limits.get(map)), colormap ?? defaultColormap(sign)),
        label: map.label,
        note: map.note,
      },
  );
}

/** What the numbers of gradients are as a figure draws them. */
export function gradientUnit({ timesImage }: FigureOptions): string {
  return timesImage ? `${gradient.unit.text} × pixel` : gradient.unit.text;
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
  const whose = scale === 'each' ? 'each map on its own scale' : 'one scale for all maps of a photo with the same unit';
  return {
    colormap: options.colormap ?? defaultColormap(sign),
    sign,
    text: `${what}, ${channels[reduction]} over channels; ${cap}; ${whose}`,
  };
}
