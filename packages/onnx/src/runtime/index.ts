/**
 * @module What engines on ONNX Runtime have in common, whichever of its packages they use. Apart from the rest: workers load it.
 */
export { checkRun } from './checkRun.ts';
export { EngineClosedError, EngineError } from './engineErrors.ts';
export { buffersOf, copyFeeds, createFeedMemory, type FeedMemory } from './feedMemory.ts';
export { oneLine } from './oneLine.ts';
export { type RuntimeMetadata, sessionValues } from './sessionValues.ts';
export { fromRuntimeTensor, type RuntimeTensor, toRuntimeTensor } from './tensors.ts';
