/**
 * @module Engine, model files and photos for Node.js.
 */

export { PhotoError } from '@smoothgrad/image';
export { EngineClosedError, EngineError } from '@smoothgrad/onnx/runtime';
export { cacheFolder } from './cache/cacheFolder.ts';
export { type Cache, type DiskCacheOptions, openDiskCache } from './cache/diskCache.ts';
export { createNodeEngine, type NodeEngineOptions } from './engine/createNodeEngine.ts';
export { exitWithin } from './engine/workerThread.ts';
export { type ExplainFilesOptions, type Explanation, explainFiles as explain } from './explainFiles.ts';
export { type AtomicWriteOptions, writeFileAtomically } from './files/atomicWrite.ts';
export { OutputError } from './files/errors.ts';
export { sha256File } from './files/sha256File.ts';
export { removeTemporaryFiles } from './files/temporaryFiles.ts';
export { type LoadedModel, loadModel } from './loadModel.ts';
export { ModelFileError, type ResolvedModel, resolveModel } from './modelFiles/resolveModel.ts';
export { decodePhoto } from './photo/decodePhoto.ts';
export { openPhotoClassifier, type PhotoClassifier, type PhotoClassifierOptions } from './photoClassifier.ts';
export { type RasteriseOptions, rasteriseSvg } from './pictures/rasteriseSvg.ts';
