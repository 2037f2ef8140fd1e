import { RenderError } from '../errors.ts';
import type { MapSign } from '../scale/reduceChannels.ts';
import { blueGreyRed } from './blueGreyRed.ts';
import type { Colormap } from './colormap.ts';
import { grey } from './grey.ts';
import { inferno } from './inferno.ts';
import { viridis } from './viridis.ts';

/** Every colour map by its name. Add one: a file beside this one and a line here. */
export const colormaps = { grey, viridis, inferno, 'blue-grey-red': blueGreyRed } as const satisfies Record<
  string,
  Colormap
>;

/**
 * The colour map of that name.
 *
 * @throws RenderError for an unknown name; the message lists the known ones.
 */
export function colormapNamed(name: string): Colormap {
  const known: Record<string, Colormap> = colormaps;
  if (Object.hasOwn(known, name)) return known[name]!;
  throw new RenderError(`There is no colour map '${name}'. Use one of: ${Object.keys(known).join(', ')}.`);
}

/** Grey, lighter where a map is larger (figure 1 of the paper); two colours where a map has signs. */
export function defaultColormap(sign: MapSign = 'absolute'): Colormap {
  return sign === 'signed' ? blueGreyRed : grey;
}
