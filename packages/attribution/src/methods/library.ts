/** What the catalogue is made of: loaded when a method is, and nothing else with it. */
export { smoothGradPreset } from '../smoothing/presets.ts';
export { smoothGrad } from '../smoothing/smoothGrad.ts';
export { cam } from './cam.ts';
export { deconvnet } from './deconvnet.ts';
export { deepLift } from './deepLift.ts';
export { gradCam } from './gradCam.ts';
export { gradient } from './gradient.ts';
export { gradientTimesInput } from './gradientTimesInput.ts';
export { guidedBackprop } from './guidedBackprop.ts';
export { guidedGradCam } from './guidedGradCam.ts';
export { integratedGradients } from './integratedGradients.ts';
export { lrp } from './lrp.ts';
export { occlusion } from './occlusion.ts';
export { predictionDifference } from './predictionDifference.ts';
