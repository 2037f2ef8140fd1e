import { UsageError } from '../../errors.ts';
import type { MethodSettings } from '../../methods.ts';
import type { ModelFlags, ScoreFlags } from '../../options/modelOptions.ts';
import type { PreprocessingFlags } from '../../options/preprocessingOptions.ts';
import type { PictureFlags } from '../../picture/drawPicture.ts';

/** The options of `explain` as they were typed, each checked by itself. */
export interface ExplainFlags extends ModelFlags, ScoreFlags, PreprocessingFlags, PictureFlags {
  readonly model?: string;
  readonly target: readonly string[];
  readonly labels?: string;
  readonly input?: string;
  readonly method: readonly string[];
  readonly samples: number;
  readonly noise: number;
  readonly seed: number;
  readonly noiseSpace?: 'pixel' | 'input';
  readonly workers?: number;
  readonly memory?: number;
  readonly cache: boolean;
  readonly profile?: boolean;
  readonly output?: string;
  readonly preview?: boolean;
  readonly save?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly force?: boolean;
}

/** The options that concern methods. */
export function methodSettings({ samples, noise, seed, noiseSpace }: ExplainFlags): MethodSettings {
  return { samples, noise: { level: noise, ...(noiseSpace && { space: noiseSpace }) }, seed };
}

/** Checks what options say together. @throws UsageError */
export function checkFlags(photos: readonly string[], flags: ExplainFlags): void {
  if (flags.input === undefined) {
    if (photos.length === 0)
      throw new UsageError('name at least one photo, or a prepared tensor with --input FILE.npy');
    return;
  }
  if (photos.length > 0) throw new UsageError('--input takes the place of photos: leave out one or the other');
  if (flags.noiseSpace === 'pixel')
    throw new UsageError('--noise-space pixel needs a photo; a prepared tensor has no pixels');
  if (flags.timesImage) throw new UsageError('--times-image needs a photo; a prepared tensor has no pixels');
  if (flags.layout === 'overlay') throw new UsageError('--layout overlay needs a photo to draw over: use --layout map');
}
