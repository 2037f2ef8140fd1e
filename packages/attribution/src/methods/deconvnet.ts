import { rectifierMethod } from './rectifierMethod.ts';

/**
 * The deconvnet (Zeiler and Fergus 2013): cotangents are rectified at each rectifier, whatever its input was: dx = max(dy, 0).
 * Max-pooling passes them to the first maximum of each window, its "switch".
 *
 * Its numbers have no meaning beside their order. Where nothing pools, it hardly depends on the image. Smooth activations keep their
 * derivative: the result says how many activations are rectifiers.
 */
export const deconvnet = rectifierMethod('deconvnet', async () => (await import('@smoothgrad/autodiff')).deconvnet);
