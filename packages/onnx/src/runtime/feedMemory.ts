import type { EngineData, EngineTensor } from '../engine.ts';

/**
 * Memory that goes to a worker with the numbers of a feed and comes back with the answer. New memory for every run would
 * pile up in the workers: an engine of JavaScript looks for garbage of this kind after some 64 MB only, in each of them.
 */
export interface FeedMemory {
  /** A copy in an ArrayBuffer of its own, to be handed over. */
  copy<T extends EngineData>(data: T): T;
  keep(buffers: readonly ArrayBuffer[]): void;
}

/** @param runs How many runs overlap: one more waits. */
export function createFeedMemory(runs: number): FeedMemory {
  const spare = new Map<number, ArrayBuffer[]>();
  return {
    copy<T extends EngineData>(data: T): T {
      const buffer = spare.get(data.byteLength)?.pop() ?? new ArrayBuffer(data.byteLength);
      const Typed = (data instanceof Uint8Array ? Uint8Array : data.constructor) as new (buffer: ArrayBuffer) => T;
      const copy = new Typed(buffer);
      copy.set(data as never);
      return copy;
    },
    keep(buffers) {
      for (const buffer of buffers) {
        const list = spare.get(buffer.byteLength) ?? [];
        if (list.length <= runs) list.push(buffer);
        spare.set(buffer.byteLength, list);
      }
    },
  };
}

/** Copies, so that the caller may reuse its arrays at once, and so that they can be handed to a worker for good. */
export function copyFeeds(
  feeds: Readonly<Record<string, EngineTensor>>,
  memory: FeedMemory,
): Record<string, EngineTensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, shape, data }]) => [
      name,
      { type, shape: [...shape], data: memory.copy(data) },
    ]),
  );
}

/** The memory of tensors, each once. */
export function buffersOf(tensors: Readonly<Record<string, EngineTensor>>): ArrayBuffer[] {
  return [...new Set(Object.values(tensors).map(({ data }) => data.buffer as ArrayBuffer))];
}
