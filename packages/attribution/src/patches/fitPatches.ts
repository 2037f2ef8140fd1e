import { type PixelImage, resize, type TensorSpec, toLuminance, toRgb } from '@smoothgrad/image';
import { randomWords, streams } from '../random/words.ts';
import { PatchError } from './errors.ts';
import { ledoitWolf, type ShrunkGaussian } from './ledoitWolf.ts';

export interface FitPatchesOptions {
  /** The side of a patch in pixels. */
  readonly size: number;
  /** How many patches are looked at. */
  readonly count: number;
  /** Chooses where. */
  readonly seed: number;
}

/**
 * What square patches of photos look like, as one Gaussian of all their pixels in [0,1]: [C,size,size] in RGB (or L) order. Photos are
 * brought to the size of the network's input (as small as covers it), so that patches show what the network sees.
 *
 * @throws PatchError no photos, or photos without any variation
 */
export function fitPatches(
  photos: readonly PixelImage[],
  spec: TensorSpec,
  { size, count, seed }: FitPatchesOptions,
): ShrunkGaussian {
  if (photos.length === 0) throw new PatchError('there are no photos to learn patches from: give at least one');
  const covering = photos.map((photo) => cover(photo, spec));
  const channels = covering[0]!.channels;
  const d = channels * size * size;
  const patches = new Float32Array(count * d);
  const words = randomWords(2 * count, { stream: streams.patches, seed, draw: 0 });
  for (let k = 0; k < count; k++) {
    const photo = covering[k % covering.length]!;
    const place = (word: number, length: number) => Math.floor((word / 2 ** 32) * (length - size + 1));
    const top = place(words[2 * k]!, photo.height);
    const left = place(words[2 * k + 1]!, photo.width);
    copyPatch(photo, { top, left, size }, patches.subarray(k * d, (k + 1) * d));
  }
  const fitted = ledoitWolf(patches, d);
  if (!(fitted.covariance[0]! > 0))
    throw new PatchError('the photos to learn patches from are of one colour: give others');
  return fitted;
}

/** As small as covers the input, in its channels. */
function cover(photo: PixelImage, { channels, height, width }: TensorSpec): PixelImage {
  const scale = Math.max(height / photo.height, width / photo.width);
  const side = (length: number, least: number) => Math.max(least, Math.round(scale * length));
  const resized = resize(photo, side(photo.width, width), side(photo.height, height), 'bilinear');
  return channels === 'L' ? toLuminance(resized) : resized.channels === 3 ? resized : toRgb(resized);
}

interface Place {
  readonly top: number;
  readonly left: number;
  readonly size: number;
}

function copyPatch({ channels, width, data }: PixelImage, { top, left, size }: Place, patch: Float32Array): void {
  for (let channel = 0, at = 0; channel < channels; channel++) {
    for (let row = top; row < top + size; row++) {
      for (let column = left; column < left + size; column++) {
        patch[at++] = data[(row * width + column) * channels + channel]! / 255;
      }
    }
  }
}
