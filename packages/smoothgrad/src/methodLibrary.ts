/** What `methods` is made of: loaded when a method is, and nothing else with it. */
export {
  cam,
  deconvnet,
  deepLift,
  gradCam,
  gradient,
  gradientTimesInput,
  guidedBackprop,
  guidedGradCam,
  integratedGradients,
  lrp,
  occlusion,
  predictionDifference,
  smoothGrad,
  smoothGradPreset,
} from '@smoothgrad/attribution';
