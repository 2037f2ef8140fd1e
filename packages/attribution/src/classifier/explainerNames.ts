/** Names of what explainers take and return beside the original input. */
export const COTANGENT = 'cotangent';
export const SCORES = 'scores';
export const GRADIENT = 'gradient';
/** A further output, on request: the logits that probabilities are made of. */
export const LOGITS = 'logits';
/** A layer's result, and the gradient of a score by it. */
export const ACTIVATION = 'activation';
export const ACTIVATION_GRADIENT = 'activation_gradient';
/** The input that a photo is compared with, and the logits there. */
export const BASELINE = 'baseline';
export const BASELINE_LOGITS = 'baseline_logits';
/** The least and largest value that each element of the input can have. */
export const LOW = 'lower_bound';
export const HIGH = 'upper_bound';

const names = [
  COTANGENT,
  SCORES,
  GRADIENT,
  LOGITS,
  ACTIVATION,
  ACTIVATION_GRADIENT,
  BASELINE,
  BASELINE_LOGITS,
  LOW,
  HIGH,
];

/** The name of what belongs to the k-th of several targets: the first has none of its own. */
export function targetName(name: string, k: number): string {
  return k === 0 ? name : `${name}_${k}`;
}

/** Whether an explainer may need that name for itself. */
export function isReserved(name: string): boolean {
  return names.includes(name.replace(/_\d+$/, ''));
}
