/** What `methods` is made of: loaded when a method is, and nothing else with it. */
export {
  deconvnet,
  gradient,
  gradientTimesInput,
  guidedBackprop,
  integratedGradients,
  occlusion,
  predictionDifference,
  smoothGrad,
  smoothGradPreset,
} from '@smoothgrad/attribution';
