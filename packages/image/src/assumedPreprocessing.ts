import { checkExtent } from './pixelImage.ts';
import type { Preprocessing } from './preprocessing.ts';
import { torchvision } from './presets/index.ts';
import { withSize } from './withSize.ts';

interface ModelInput {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** The model takes whole numbers 0..255. */
  readonly isWhole?: boolean | undefined;
}

/**
 * What is assumed when nothing is known but the input's shape. Three channels: torchvision's ImageNet recipe in RGB,
 * scaled to the input (crop = the input, shortest edge 256/224 of its longer side). One channel: luminance in 0..1,
 * resized to exactly the input, no mean (as MNIST-like models are usually fed). Whole numbers are the pixels 0..255. An assumption,
 * and `source` says so.
 *
 * @throws ImageError if height or width is no positive whole number.
 * @example
 * assumedPreprocessing({ height: 224, width: 224, channels: 3 })
 */
export function assumedPreprocessing(input: ModelInput): Preprocessing {
  const scaled = scaledRecipe(input);
  // Whole numbers leave no choice: what is between a mean and a deviation has a fraction.
  return input.isWhole ? { ...scaled, rescale: 1, mean: [0], std: [1] } : scaled;
}

function scaledRecipe({ height, width, channels }: ModelInput): Preprocessing {
  checkExtent(width, height, channels, 'the model input');
  if (channels === 3) return { ...withSize(torchvision, { width, height }), source: 'assumed' };
  return {
    resize: { mode: 'exact', width, height },
    filter: 'bilinear',
    rescale: 1 / 255,
    mean: [0],
    std: [1],
    channels: 'L',
    source: 'assumed',
  };
}
