import { reduceChannels } from '@smoothgrad/render';
import { UsageError } from '../../errors.ts';
import type { MethodFlags } from '../../options/methodOptions.ts';
import type { MapFlags } from '../../options/pictureOptions.ts';
import type { SessionFlags } from '../../options/sessionOptions.ts';
import { mapOptions } from '../../picture/mapOptions.ts';

/** How maps of a gallery become pictures. */
export type DrawingFlags = Pick<MapFlags, 'colormap' | 'signed' | 'positive' | 'reduce' | 'percentile'>;

/** The options of `gallery` as they were typed, each checked by itself. `labels` are those of the model's classes. */
export interface GalleryFlags extends SessionFlags, MethodFlags, DrawingFlags {
  readonly photoLabels?: string;
  readonly title?: string;
  /** n of single methods. */
  readonly samplesOf: Readonly<Record<string, number>>;
  readonly discriminativity: boolean;
  readonly npz: boolean;
  readonly withError?: boolean;
  readonly output?: string;
  readonly prune?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly force?: boolean;
}

/** Checks what options say together. Returns the folder of the gallery. @throws UsageError, RenderError signed maps that cannot be reduced so */
export function checkGalleryFlags(paths: readonly string[], flags: GalleryFlags): string {
  if (paths.length === 0) throw new UsageError('name photos, or folders with photos');
  if (flags.output === undefined || flags.output === '')
    throw new UsageError('name the folder of the gallery: -o site/');
  if (flags.withError && !flags.npz)
    throw new UsageError('--with-error writes into the .npz files: leave out --no-npz');
  const { sign, reduction } = mapOptions(flags);
  // Found out here and not when the first map is there.
  reduceChannels(new Float32Array(1), [1, 1, 1], sign, reduction);
  return flags.output;
}
