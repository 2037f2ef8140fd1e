import type { Engine } from '@smoothgrad/onnx';
import * as ort from 'onnxruntime-web';
import { createOrtEngine } from './ortEngine.ts';

/** onnxruntime-web's WebAssembly in this process: the engine of a browser without a GPU. Folders of weights are given as bytes. */
export function createWasmEngine(): Engine {
  ort.env.wasm.numThreads = 1;
  return createOrtEngine(ort, {
    name: 'onnxruntime-web (WASM, in process)',
    target: 'wasm',
    weightOptions: (weights) => ({
      executionProviders: ['wasm'],
      ...(weights && 'files' in weights && { externalData: filesOf(weights) }),
    }),
  });
}
const filesOf = (weights: { readonly files: ReadonlyMap<string, Uint8Array> }) =>
  [...weights.files].map(([path, data]) => ({ path, data }));
