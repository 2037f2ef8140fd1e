import type { FigureOptions } from '@smoothgrad/figures';
import { colormapNamed } from '@smoothgrad/render';
import type { MapFlags } from '../options/pictureOptions.ts';

/** What the flags say about maps, as pictures and figures take it. */
export function mapOptions(flags: Partial<MapFlags>) {
  const { signed, positive, reduce, percentile, timesImage, scale, colormap } = flags;
  return {
    sign: signed ? 'signed' : positive ? 'positive' : 'absolute',
    reduction: reduce,
    percentile,
    timesImage,
    scale,
    colormap: colormap === undefined ? undefined : colormapNamed(colormap),
  } satisfies FigureOptions;
}
