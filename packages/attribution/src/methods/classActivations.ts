import { ACTIVATION, ACTIVATION_GRADIENT, targetName } from '../classifier/explainerNames.ts';
import type { ProgramResult } from '../classifier/program.ts';
import type { NamedArray } from './method.ts';
import { type MapSize, type Upsampling, upsample } from './upsample.ts';

/**
 * Σ_c α_c·A_c for each target, [1, rows, columns], from the outputs of `layerRecipe`: A is the layer's result, α_c the mean of the score's
 * gradient over the places of channel c. Summed in float64.
 */
export function classActivations({ outputs }: ProgramResult, targets: number): NamedArray[] {
  const { shape, data } = outputs[ACTIVATION]!;
  const [, channels = 0, height = 0, width = 0] = shape;
  return Array.from({ length: targets }, (_, k) => {
    const gradient = outputs[targetName(ACTIVATION_GRADIENT, k)]!.data as Float32Array;
    const sums = weightedSum(data as Float32Array, gradient, channels, height * width);
    return { shape: [1, height, width], data: Float32Array.from(sums) };
  });
}

function weightedSum(activation: Float32Array, gradient: Float32Array, channels: number, places: number): Float64Array {
  const sums = new Float64Array(places);
  for (let channel = 0; channel < channels; channel++) {
    let weight = 0;
    for (let i = 0; i < places; i++) weight += gradient[channel * places + i]!;
    weight /= places;
    for (let i = 0; i < places; i++) sums[i]! += weight * activation[channel * places + i]!;
  }
  return sums;
}

/** A coarse map [1, rows, columns] as large as the input, [H,W]. */
export function enlarged({ shape, data }: NamedArray, to: MapSize, how?: Upsampling): Float32Array {
  const [, height = 0, width = 0] = shape;
  return upsample(data, { height, width }, to, how);
}

/** max(x, 0). */
export const rectified = (map: Float32Array): Float32Array => map.map((value) => Math.max(value, 0));
