import { UsageError } from '../../errors.ts';
import type { MethodFlags } from '../../options/methodOptions.ts';
import type { SessionFlags } from '../../options/sessionOptions.ts';
import type { PictureFlags } from '../../picture/drawPicture.ts';

/** The options of `explain` as they were typed, each checked by itself. */
export interface ExplainFlags extends SessionFlags, MethodFlags, PictureFlags {
  readonly target: readonly string[];
  readonly minus?: string;
  readonly profile?: boolean;
  readonly output?: string;
  readonly preview?: boolean;
  readonly save?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly force?: boolean;
}

const needPhotos = ['overlay', 'mask', 'contour'];

/** Checks what options say together. @throws UsageError */
export function checkFlags(photos: readonly string[], flags: ExplainFlags): void {
  if (flags.preset !== undefined && flags.smooth)
    throw new UsageError('--preset is smoothed already: leave out --smooth, or name a --method');
  if (flags.input === undefined) {
    if (photos.length === 0)
      throw new UsageError('name at least one photo, or a prepared tensor with --input FILE.npy');
    return;
  }
  if (photos.length > 0) throw new UsageError('--input takes the place of photos: leave out one or the other');
  if (flags.noiseSpace === 'pixel')
    throw new UsageError('--noise-space pixel needs a photo; a prepared tensor has no pixels');
  if (flags.timesImage) throw new UsageError('--times-image needs a photo; a prepared tensor has no pixels');
  if (needPhotos.includes(flags.layout))
    throw new UsageError(`--layout ${flags.layout} needs a photo to draw over: use --layout map`);
}
