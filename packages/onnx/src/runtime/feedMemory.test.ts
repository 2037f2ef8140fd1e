import { describe, expect, it } from 'vitest';
import { createFeedMemory } from './feedMemory.ts';

describe('the memory of feeds', () => {
  it('copies into an ArrayBuffer of its own, whatever the array is a view of', () => {
    const { copy } = createFeedMemory(1);
    const bytes = Buffer.from([9, 8, 7, 6]).subarray(1, 3);
    const copied = copy(bytes);
    expect(copied).toEqual(Uint8Array.of(8, 7));
    expect(copied.buffer.byteLength).toBe(2);
    const shared = new Float32Array(new SharedArrayBuffer(8));
    shared.set([1, 2]);
    expect(copy(shared)).toEqual(Float32Array.of(1, 2));
    expect(copy(shared).buffer).toBeInstanceOf(ArrayBuffer);
    expect(copy(BigInt64Array.of(-3n))).toEqual(BigInt64Array.of(-3n));
    expect(copy(new Float32Array(0))).toEqual(new Float32Array(0));
  });

  it('is used again by what has the same size, of whatever type, and by nothing else', () => {
    const { copy, keep } = createFeedMemory(1);
    const first = copy(Float32Array.of(1, 2));
    const { buffer } = first;
    keep([buffer as ArrayBuffer]);
    expect(copy(Float32Array.of(5)).buffer).not.toBe(buffer);
    const again = copy(BigInt64Array.of(7n));
    expect(again.buffer).toBe(buffer);
    expect(again).toEqual(BigInt64Array.of(7n));
    expect(copy(BigInt64Array.of(7n)).buffer).not.toBe(buffer);
  });

  it('is kept for as many runs as overlap, and one that waits', () => {
    const { copy, keep } = createFeedMemory(2);
    const made = [1, 2, 3, 4, 5].map((value) => copy(Float32Array.of(value)).buffer as ArrayBuffer);
    keep(made);
    const used = [1, 2, 3, 4, 5].map((value) => copy(Float32Array.of(value)).buffer as ArrayBuffer);
    expect(used.filter((buffer) => made.includes(buffer))).toHaveLength(3);
  });
});
