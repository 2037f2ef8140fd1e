/**
 * @module Every method by its name. Only names and titles are here: whoever asks for no more loads no more.
 */
import type { GaussianNoise } from '../smoothing/noise.ts';
import type { PresetName, PresetPicture } from '../smoothing/presets.ts';
import type { SmoothGradOptions } from '../smoothing/smoothGrad.ts';
import type { Baseline } from './baselines.ts';
import { library, smoothed } from './library.ts';
import type { LrpOptions } from './lrp.ts';
import type { Method } from './method.ts';
import type { OcclusionOptions } from './occlusion.ts';
import type { PredictionDifferenceOptions } from './predictionDifference.ts';
import type { QuadratureRule } from './quadrature.ts';
import type { Upsampling } from './upsample.ts';

/** What a user can say about methods; each takes what concerns it. */
export interface MethodSettings
  extends Pick<SmoothGradOptions, 'aggregation' | 'sampling' | 'precision' | 'maxSamples'> {
  /** Wraps each method in SmoothGrad. */
  readonly smooth?: boolean | undefined;
  readonly samples: number;
  readonly noise: GaussianNoise;
  readonly seed: number;
  /** Points on a path, and how they are weighed. */
  readonly steps?: number | undefined;
  readonly rule?: QuadratureRule | undefined;
  /** What the photo is compared with. */
  readonly baseline?: Baseline | undefined;
  /** Integrated gradients: with the factor (x − x′), and the array that has it beside a map that has not. */
  readonly multiplyByInputs?: boolean | undefined;
  readonly withShares?: boolean | undefined;
  /** What is hidden at a time, and by what. */
  readonly window?: OcclusionOptions['window'];
  readonly stride?: OcclusionOptions['stride'];
  readonly fill?: OcclusionOptions['fill'];
  /** The layer whose places a class activation map is about, by its name in the file. */
  readonly layer?: string | undefined;
  /** How a coarse map becomes as large as the photo. */
  readonly upsample?: Upsampling | undefined;
  /** Rules of relevance, and their parameters. */
  readonly composite?: LrpOptions['composite'];
  readonly epsilon?: LrpOptions['epsilon'];
  readonly gamma?: LrpOptions['gamma'];
  readonly alpha?: LrpOptions['alpha'];
  readonly beta?: LrpOptions['beta'];
  /** Photos that show what patches look like. */
  readonly patches: PredictionDifferenceOptions['patches'];
}

export interface NamedMethod {
  /** Above the map in pictures. */
  readonly title: string;
  /** Runs the network once a map: several workers would have nothing to do. */
  readonly runsOnce?: true;
  /** It is the method of that name, smoothed. */
  readonly smooths?: string;
}

/** Every method by the name it has on the command line. Add one: a line here, and one in `library.ts`. */
export const methods: Readonly<Record<string, NamedMethod>> = {
  gradient: { title: 'Gradient', runsOnce: true },
  smoothgrad: { title: 'SmoothGrad', smooths: 'gradient' },
  'gradient-times-input': { title: 'Gradient × input', runsOnce: true },
  'integrated-gradients': { title: 'Integrated gradients' },
  'guided-backprop': { title: 'Guided backpropagation', runsOnce: true },
  deconvnet: { title: 'Deconvnet', runsOnce: true },
  deeplift: { title: 'DeepLIFT', runsOnce: true },
  cam: { title: 'CAM', runsOnce: true },
  'grad-cam': { title: 'Grad-CAM', runsOnce: true },
  'guided-grad-cam': { title: 'Guided Grad-CAM', runsOnce: true },
  lrp: { title: 'Layer-wise relevance propagation', runsOnce: true },
  occlusion: { title: 'Occlusion' },
  'prediction-difference': { title: 'Prediction difference' },
};

export const methodNames: readonly string[] = Object.keys(methods);

/**
 * A method by its name, as the settings want it.
 *
 * @throws RangeError there is no method of that name, or options that make no sense
 */
export async function createMethod(name: string, settings: MethodSettings): Promise<Method> {
  const create = library[name];
  if (create === undefined)
    throw new RangeError(`there is no method '${name}'; the methods are ${methodNames.join(', ')}`);
  const method = await create(settings);
  return settings.smooth && method.noise === undefined ? smoothed(method, settings) : method;
}

/** What another system calls SmoothGrad, and how it draws it. */
export async function createPreset(
  name: PresetName,
  seed: number,
): Promise<{ method: Method; picture?: PresetPicture }> {
  const { smoothGradPreset } = await import('../smoothing/presets.ts');
  const { method, picture } = smoothGradPreset(name, seed);
  return { method, ...(picture && { picture }) };
}
