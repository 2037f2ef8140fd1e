/**
 * @module Every method by its name. Only names and titles are here; what a method is made of is loaded when it is created.
 */
import type { GaussianNoise } from '../smoothing/noise.ts';
import type { PresetName, PresetPicture } from '../smoothing/presets.ts';
import type { SmoothGradOptions } from '../smoothing/smoothGrad.ts';
import type { Baseline } from './baselines.ts';
import type { LrpOptions } from './lrp.ts';
import type { Method } from './method.ts';
import type { OcclusionOptions } from './occlusion.ts';
import type { PredictionDifferenceOptions } from './predictionDifference.ts';
import type { QuadratureRule } from './quadrature.ts';
import type { Upsampling } from './upsample.ts';

/** What methods are made of, handed in so that whoever only asks for names need not load it. */
type Library = typeof import('./library.ts');

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
  readonly create: (library: Library, settings: MethodSettings) => Method;
}

/** Every method by the name it has on the command line. Add one: a line here. */
export const methods: Readonly<Record<string, NamedMethod>> = {
  gradient: { title: 'Gradient', runsOnce: true, create: ({ gradient }) => gradient },
  smoothgrad: {
    title: 'SmoothGrad',
    smooths: 'gradient',
    create: ({ gradient, smoothGrad }, settings) => smoothGrad(gradient, settings),
  },
  'gradient-times-input': {
    title: 'Gradient × input',
    runsOnce: true,
    create: ({ gradientTimesInput }) => gradientTimesInput,
  },
  'integrated-gradients': {
    title: 'Integrated gradients',
    create: ({ integratedGradients }, settings) => integratedGradients(settings),
  },
  'guided-backprop': {
    title: 'Guided backpropagation',
    runsOnce: true,
    create: ({ guidedBackprop }) => guidedBackprop,
  },
  deconvnet: { title: 'Deconvnet', runsOnce: true, create: ({ deconvnet }) => deconvnet },
  deeplift: { title: 'DeepLIFT', runsOnce: true, create: ({ deepLift }, settings) => deepLift(settings) },
  cam: { title: 'CAM', runsOnce: true, create: ({ cam }) => cam },
  'grad-cam': { title: 'Grad-CAM', runsOnce: true, create: ({ gradCam }, { layer }) => gradCam({ layer }) },
  'guided-grad-cam': {
    title: 'Guided Grad-CAM',
    runsOnce: true,
    create: ({ guidedGradCam }, { layer, upsample }) => guidedGradCam({ layer, upsample }),
  },
  lrp: {
    title: 'Layer-wise relevance propagation',
    runsOnce: true,
    create: ({ lrp }, { composite, epsilon, gamma, alpha, beta }) => lrp({ composite, epsilon, gamma, alpha, beta }),
  },
  occlusion: { title: 'Occlusion', create: ({ occlusion }, settings) => occlusion(settings) },
  'prediction-difference': {
    title: 'Prediction difference',
    // Windows, and how many replacements each has, are the method's own.
    create: ({ predictionDifference }, { patches, seed }) => predictionDifference({ patches, seed }),
  },
};

export const methodNames: readonly string[] = Object.keys(methods);

/**
 * A method by its name, as the settings want it.
 *
 * @throws RangeError there is no method of that name, or options that make no sense
 */
export async function createMethod(name: string, settings: MethodSettings): Promise<Method> {
  const named = methods[name];
  if (named === undefined)
    throw new RangeError(`there is no method '${name}'; the methods are ${methodNames.join(', ')}`);
  const library = await import('./library.ts');
  const method = named.create(library, settings);
  return settings.smooth && method.noise === undefined ? library.smoothGrad(method, settings) : method;
}

/** What another system calls SmoothGrad, and how it draws it. */
export async function createPreset(
  name: PresetName,
  seed: number,
): Promise<{ method: Method; picture?: PresetPicture }> {
  const { smoothGradPreset } = await import('./library.ts');
  const { method, picture } = smoothGradPreset(name, seed);
  return { method, ...(picture && { picture }) };
}
