import { elementIndex, type PreparedPhoto } from '@smoothgrad/image';
import { normalNumbers } from '../random/normalNumbers.ts';
import { streams } from '../random/words.ts';
import { type ConditionalGaussian, conditionalGaussian, type Gaussian } from './conditionalGaussian.ts';

/** Which random numbers a replacement is drawn by. */
export interface Draw {
  readonly seed: number;
  readonly draw: number;
}

export interface PatchSizes {
  /** Side of the window that is replaced. */
  readonly window: number;
  /** How many pixels around it are looked at. */
  readonly margin: number;
}

/** Puts something else in the place of a window of a prepared tensor. */
export interface PatchReplacer {
  /** A copy of the tensor, all else bit for bit as it was. @param at the window's upper left corner */
  replaced(tensor: Float32Array, at: { readonly top: number; readonly left: number }, by: Draw): Float32Array;
}

/**
 * Windows are replaced by what they might be, given what is around them. At the border of the image, the patch that is looked at
 * is moved inside, so that the window lies out of its middle.
 *
 * @param patches of all pixels of a patch of `window + 2 · margin` pixels a side, [C,H,W] in RGB order, in [0,1]
 */
export function createPatchReplacer(
  patches: Gaussian,
  { spec, gain, offset }: Pick<PreparedPhoto, 'spec' | 'gain' | 'offset'>,
  { window, margin }: PatchSizes,
): PatchReplacer {
  const size = window + 2 * margin;
  const channels = gain.length;
  const indexOf = elementIndex(spec);
  const conditionals = new Map<string, Split>();
  const splitAt = (top: number, left: number): Split => {
    const key = `${top},${left}`;
    const split = conditionals.get(key) ?? splitPatch(patches, { channels, size, window, top, left });
    conditionals.set(key, split);
    return split;
  };
  const inside = (start: number, length: number) => Math.min(Math.max(start - margin, 0), length - size);
  return {
    replaced(tensor, { top, left }, { seed, draw }) {
      const [patchTop, patchLeft] = [inside(top, spec.height), inside(left, spec.width)];
      const { hidden, given, conditional } = splitAt(top - patchTop, left - patchLeft);
      const places = ([channel, row, column]: Pixel) => indexOf(channel, patchTop + row, patchLeft + column);
      const around = given.map((pixel) => (tensor[places(pixel)]! - offset[pixel[0]]!) / gain[pixel[0]]!);
      const normals = normalNumbers(hidden.length, { stream: streams.draws, seed, draw });
      const drawn = conditional.draw(around, normals);
      const copy = tensor.slice();
      for (const [i, pixel] of hidden.entries()) copy[places(pixel)] = drawn[i]! * gain[pixel[0]]! + offset[pixel[0]]!;
      return copy;
    },
  };
}

type Pixel = readonly [channel: number, row: number, column: number];

/** A patch in two: a window in it, and what is around. */
interface Split {
  readonly hidden: readonly Pixel[];
  readonly given: readonly Pixel[];
  readonly conditional: ConditionalGaussian;
}

interface WindowInPatch {
  readonly channels: number;
  readonly size: number;
  readonly window: number;
  readonly top: number;
  readonly left: number;
}

function splitPatch(patches: Gaussian, { channels, size, window, top, left }: WindowInPatch): Split {
  const isHidden = (index: number) => {
    const [row, column] = [Math.floor(index / size) % size, index % size];
    return row >= top && row < top + window && column >= left && column < left + window;
  };
  const all = Array.from({ length: channels * size * size }, (_, index) => index);
  const [hidden, given] = [all.filter(isHidden), all.filter((index) => !isHidden(index))];
  const pixelOf = (index: number): Pixel => [
    Math.floor(index / size ** 2),
    Math.floor(index / size) % size,
    index % size,
  ];
  return {
    hidden: hidden.map(pixelOf),
    given: given.map(pixelOf),
    conditional: conditionalGaussian(patches, hidden, given),
  };
}
