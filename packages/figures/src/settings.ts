import { gradient, type Method, smoothGrad } from '@smoothgrad/attribution';
import type { FigureOptions } from './figure.ts';

/** The values that are the paper's unless the user says otherwise. */
export interface NoiseSettings {
  readonly samples: number;
  readonly noise: number;
  readonly seed: number;
}

export function noiseSettings({ samples = 50, noise = 0.15, seed = 0 }: FigureOptions): NoiseSettings {
  return { samples, noise, seed };
}

/** A method smoothed as the settings say. */
export function smoothed(method: Method, { samples, noise, seed }: NoiseSettings): Method {
  return smoothGrad(method, { samples, noise: { level: noise }, seed });
}

/** The gradient over noisy copies; at level 0 the gradient itself, which needs one pass. */
export function smoothedGradient(settings: NoiseSettings): Method {
  return settings.noise === 0 ? gradient : smoothed(gradient, settings);
}

/** `15 %` */
export function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`;
}

/** `n = 50, 15 % noise, seed 0` */
export function describeSettings({ samples, noise, seed }: NoiseSettings): string {
  return `n = ${samples}, noise ${percentText(noise)} of the range of the pixels, seed ${seed}`;
}
