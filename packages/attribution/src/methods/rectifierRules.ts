/** What `rectifierMethod` makes graphs of: loaded when one is made. */
export { countActivations, deconvnet, guided } from '@smoothgrad/autodiff';
export { markGates } from '@smoothgrad/onnx';
