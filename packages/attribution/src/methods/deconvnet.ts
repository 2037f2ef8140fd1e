import { rectifierMethod } from './rectifierMethod.ts';

/**
 * The deconvnet: dx = max(dy, 0) at each rectifier, whatever x was, and the first maximum of each window as pooling switch
 * (Zeiler and Fergus 2013); the derivative elsewhere.
 *
 * Its numbers have the unit of ∂S/∂(prepared tensor), but are the derivative of nothing. Beside pooling switches and smooth activations
 * nothing in it depends on the photo: without pooling it is one pattern for each class, the same on all photos. Not linear in the score, as
 * guided backpropagation. The facts `rectifiers` and `activations` say how many of how many activations are rectifiers.
 *
 * Its recipes throw MethodMismatchError where no activation is a rectifier.
 *
 * @example await explain(classifier, photo, { method: smoothGrad(deconvnet) })
 */
export const deconvnet = rectifierMethod('deconvnet', async () => (await import('./rectifierRules.ts')).deconvnet);
