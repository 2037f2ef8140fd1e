import type { WeightSource } from '@smoothgrad/onnx';

/** The same in shared memory, so that all workers read one copy. */
export function shareWeights(weights: WeightSource | undefined): WeightSource | undefined {
  if (weights === undefined || 'folder' in weights) return weights;
  return { files: new Map(Array.from(weights.files, ([location, bytes]) => [location, toSharedMemory(bytes)])) };
}

function toSharedMemory(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
}
