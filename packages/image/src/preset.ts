import { PreprocessingError, show } from './errors.ts';
import { checkLength } from './pixelImage.ts';
import type { Preprocessing } from './preprocessing.ts';
import * as table from './presets/index.ts';
import { withSize } from './withSize.ts';

/** The known recipes by name. */
export const presets: Readonly<Record<string, Preprocessing>> = table;

/**
 * A known recipe by name, at its own input size or at `size` x `size` pixels; the resize before the crop grows in
 * proportion (torchvision: 256/224, so 299 is cropped from 342).
 *
 * @throws PreprocessingError for an unknown name, with the known ones; ImageError for a size that is no length.
 * @example
 * preset('torchvision', 299).resize // { mode: 'shortest-edge', size: 342 }
 */
export function preset(name: string, size?: number): Preprocessing {
  const found = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (found === undefined) {
    throw new PreprocessingError(
      `There is no preset ${show(name)}; the presets are ${Object.keys(presets).sort().join(', ')}.`,
    );
  }
  if (size === undefined) return found;
  checkLength(size, `The size for preset ${name}`);
  return withSize(found, { width: size, height: size });
}
