import type { WeightSource } from '@smoothgrad/onnx';
import { EngineError } from '@smoothgrad/onnx/runtime';
import type { ForgetMessage, WeightsMessage } from './protocol.ts';

/** Weight files by location, as numbers of files that a worker holds. @throws EngineError a folder */
export type NumberWeights = (weights: WeightSource | undefined) => ReadonlyMap<string, number>;

/**
 * Each weight file crosses to the worker once, whatever the number of sessions that refer to it. Files are known by identity: the same
 * array is the same file, and the worker keeps it as long as its owner does.
 */
export function createWeightNumbers(post: (message: WeightsMessage | ForgetMessage) => void): NumberWeights {
  const numbers = new WeakMap<Uint8Array, number>();
  const forgotten = new FinalizationRegistry((file: number) => post({ kind: 'forget', file }));
  let count = 0;
  const numberOf = (bytes: Uint8Array) => {
    const known = numbers.get(bytes);
    if (known !== undefined) return known;
    const file = count++;
    numbers.set(bytes, file);
    forgotten.register(bytes, file);
    post({ kind: 'weights', file, bytes });
    return file;
  };
  return (weights) => {
    if (weights === undefined) return new Map();
    if ('folder' in weights) throw new EngineError('a browser has no folders: give the weights as bytes ({ files })');
    return new Map(Array.from(weights.files, ([location, bytes]) => [location, numberOf(bytes)]));
  };
}
