import { type Forward, mapTensor } from '../tensor.ts';
import { Sum } from './Sum.ts';

/** y = (x₀ + … + xₙ₋₁)/n, broadcast. */
export const Mean: Forward = (inputs, node) => mapTensor(Sum(inputs, node), (sum) => sum / inputs.length);
