import { RenderError } from '../errors.ts';
import { contour } from './contour.ts';
import type { Layout } from './layout.ts';
import { map } from './map.ts';
import { mask } from './mask.ts';
import { overlay } from './overlay.ts';
import { pair } from './pair.ts';

/** Every layout by its name. Add one: a file beside this one and a line here. */
export const layouts = { pair, map, overlay, mask, contour } as const satisfies Record<string, Layout>;

/**
 * The layout of that name.
 *
 * @throws RenderError for an unknown name; the message lists the known ones.
 */
export function layoutNamed(name: string): Layout {
  const known: Record<string, Layout> = layouts;
  if (Object.hasOwn(known, name)) return known[name]!;
  throw new RenderError(`There is no layout '${name}'. Use one of: ${Object.keys(known).join(', ')}.`);
}
