import { channelCount } from './preprocessing.ts';
import type { TensorSpec } from './tensorSpec.ts';

/**
 * Where an element of a picture lies in the model's tensor, batch of 1.
 *
 * @returns a function of the channel in RGB (or L) order, the row and the column
 * @example tensor[elementIndex(spec)(0, 10, 20)] // red of the pixel in row 10, column 20
 */
export function elementIndex({ layout, channels, height, width }: TensorSpec) {
  const count = channelCount(channels);
  return (channel: number, row: number, column: number): number => {
    const place = channels === 'BGR' ? count - 1 - channel : channel;
    const pixel = row * width + column;
    return layout === 'NCHW' ? place * height * width + pixel : pixel * count + place;
  };
}
