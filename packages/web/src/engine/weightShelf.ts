import type { WorkerPort } from './workerPort.ts';

/** Weight files that the worker holds: each crosses to it once, whatever the number of sessions that refer to it. */
export interface WeightShelf {
  /** Numbers of the files, by location. Bytes in shared memory are not copied. */
  place(files: ReadonlyMap<string, Uint8Array>): Map<string, number>;
}

/** Files are known by identity: the same array is the same file, as long as its owner keeps it. */
export function createWeightShelf(port: WorkerPort): WeightShelf {
  const numbers = new WeakMap<Uint8Array, number>();
  const forgotten = new FinalizationRegistry((file: number) => {
    port.request({ kind: 'forget', file }).catch(() => undefined);
  });
  let count = 0;
  const numberOf = (bytes: Uint8Array) => {
    const known = numbers.get(bytes);
    if (known !== undefined) return known;
    const file = count++;
    numbers.set(bytes, file);
    forgotten.register(bytes, file);
    // Whoever creates the session hears what became of it.
    port.request({ kind: 'weights', file, bytes }).catch(() => undefined);
    return file;
  };
  return { place: (files) => new Map(Array.from(files, ([location, bytes]) => [location, numberOf(bytes)])) };
}
