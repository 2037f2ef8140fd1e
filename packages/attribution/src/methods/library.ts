import type { MethodSettings } from './catalogue.ts';
import type { Method } from './method.ts';

/** Makes each method of the catalogue. What a method is made of is loaded when it is, and nothing else with it. */
export const library: Readonly<Record<string, (settings: MethodSettings) => Promise<Method>>> = {
  gradient: async () => (await import('./gradient.ts')).gradient,
  smoothgrad: async (settings) => smoothed((await import('./gradient.ts')).gradient, settings),
  'gradient-times-input': async () => (await import('./gradientTimesInput.ts')).gradientTimesInput,
  'integrated-gradients': async (settings) => (await import('./integratedGradients.ts')).integratedGradients(settings),
  'guided-backprop': async () => (await import('./guidedBackprop.ts')).guidedBackprop,
  deconvnet: async () => (await import('./deconvnet.ts')).deconvnet,
  deeplift: async (settings) => (await import('./deepLift.ts')).deepLift(settings),
  cam: async () => (await import('./cam.ts')).cam,
  'grad-cam': async ({ layer }) => (await import('./gradCam.ts')).gradCam({ layer }),
  'guided-grad-cam': async ({ layer, upsample }) =>
    (await import('./guidedGradCam.ts')).guidedGradCam({ layer, upsample }),
  lrp: async ({ composite, epsilon, gamma, alpha, beta }) =>
    (await import('./lrp.ts')).lrp({ composite, epsilon, gamma, alpha, beta }),
  occlusion: async (settings) => (await import('./occlusion.ts')).occlusion(settings),
  // Windows, and how many replacements each has, are the method's own.
  'prediction-difference': async ({ patches, seed }) =>
    (await import('./predictionDifference.ts')).predictionDifference({ patches, seed }),
};

/** A method in SmoothGrad. */
export async function smoothed(method: Method, settings: MethodSettings): Promise<Method> {
  return (await import('../smoothing/smoothGrad.ts')).smoothGrad(method, settings);
}
