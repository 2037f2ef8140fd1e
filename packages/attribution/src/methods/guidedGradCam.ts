import { enlarged, rectified } from './classActivations.ts';
import { type GradCamOptions, gradCam } from './gradCam.ts';
import { guidedBackprop } from './guidedBackprop.ts';
import type { Finding, Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';
import type { Upsampling } from './upsample.ts';

export interface GuidedGradCamOptions extends GradCamOptions {
  /** How Grad-CAM's coarse map is enlarged; default `bilinear`. */
  readonly upsample?: Upsampling | undefined;
}

/**
 * Guided Grad-CAM: the map of guided backpropagation, times Grad-CAM after its ReLU, enlarged (Selvaraju et al. 2017, section 3.2).
 *
 * Its numbers have no meaning beside their order: edges by guided backpropagation, where Grad-CAM has found something. All zero where Grad-CAM
 * is negative everywhere. Smoothed, products are averaged. Facts and arrays are those of both.
 *
 * Its recipes throw what those of both methods throw.
 *
 * @example await explain(classifier, photo, { method: guidedGradCam({ upsample: 'nearest' }) })
 */
export function guidedGradCam({ layer, upsample: how = 'bilinear' }: GuidedGradCamOptions = {}): Method {
  const coarse = gradCam({ layer });
  const method: Method = {
    name: 'guided-grad-cam',
    unit: { text: 'Σ α·A · ∂S/∂pixel', order: 1 },
    recipes: (targets) => [...guidedBackprop.recipes(targets), ...coarse.recipes(targets)],
    async evaluate(problem, tensor) {
      const fine = await guidedBackprop.evaluate(problem, tensor);
      const found = await coarse.evaluate(problem, tensor);
      const { input } = problem.classifier;
      const findings = fine.findings.map((guided, k): Finding => {
        const { facts, arrays } = found.findings[k]!;
        const { shape, data } = arrays!.coarse!;
        const places = enlarged({ shape, data: rectified(data) }, input, how);
        return { map: product(guided.map, places, input), facts: { ...facts, ...guided.facts }, arrays };
      });
      return { logits: fine.logits, findings };
    },
    refine: (problem) => refineOnce(method, problem),
  };
  return method;
}

/** A map in the layout of the input times one number for each place. */
function product(
  map: Float32Array,
  places: Float32Array,
  { layout, channels }: { layout: 'NCHW' | 'NHWC'; channels: number },
): Float32Array {
  const placeOf = layout === 'NHWC' ? (i: number) => Math.floor(i / channels) : (i: number) => i % places.length;
  return map.map((value, i) => value * places[placeOf(i)]!);
}
