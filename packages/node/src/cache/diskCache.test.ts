import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { openDiskCache } from './diskCache.ts';

const root = mkdtempSync(join(tmpdir(), 'smoothgrad-cache-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(root, 'a-')), 'not', 'there', 'yet');
});

const entries = () => readdirSync(folder).map((name) => join(folder, name));
const bytes = (...values: number[]) => Uint8Array.from(values);

it('gives back what was put in, by exactly its key', async () => {
  const cache = openDiskCache(folder);
  expect(await cache.get('a')).toBeUndefined();
  await cache.put('a', bytes(1, 2, 3));
  await cache.put('b', bytes());
  await cache.put('ü', bytes(7));
  const again = openDiskCache(folder);
  expect([...(await again.get('a'))!]).toEqual([1, 2, 3]);
  expect([...(await again.get('b'))!]).toEqual([]);
  expect([...(await again.get('ü'))!]).toEqual([7]);
  expect(await again.get('A')).toBeUndefined();
  await again.put('a', bytes(4));
  expect([...(await cache.get('a'))!]).toEqual([4]);
  expect(entries()).toHaveLength(3);
});

it('takes every damaged entry for missing, and removes it', async () => {
  const cache = openDiskCache(folder);
  await cache.put('a', bytes(1, 2, 3));
  const [path] = entries() as [string];
  const whole = readFileSync(path);
  for (let i = 0; i < whole.length; i++) {
    const damaged = Buffer.from(whole);
    damaged[i]! ^= 1;
    writeFileSync(path, damaged);
    expect(await cache.get('a'), `byte ${i}`).toBeUndefined();
    writeFileSync(path, whole.subarray(0, i));
    expect(await cache.get('a'), `cut at ${i}`).toBeUndefined();
    expect(entries()).toEqual([]);
  }
  writeFileSync(path, whole);
  expect([...(await cache.get('a'))!]).toEqual([1, 2, 3]);
});

it("does not give an entry under another's name", async () => {
  const cache = openDiskCache(folder);
  await cache.put('a', bytes(1));
  const [of] = entries() as [string];
  await cache.put('b', bytes(2));
  const other = entries().find((path) => path !== of)!;
  writeFileSync(of, readFileSync(other));
  expect(await cache.get('a')).toBeUndefined();
});

it('stays whole while many write at once', async () => {
  const caches = Array.from({ length: 8 }, () => openDiskCache(folder));
  const value = (i: number) => new Uint8Array(100_000).fill(i);
  const writing = caches.map((cache, i) => cache.put('a', value(i)));
  const seen = await Promise.all(caches.map((cache) => cache.get('a')));
  await Promise.all(writing);
  for (const result of [...seen, await caches[0]!.get('a')]) {
    if (result !== undefined) expect(Buffer.from(result).equals(Buffer.from(value(result[0]!)))).toBe(true);
  }
  expect(entries()).toHaveLength(1);
});

it('forgets what was not used for longest once it is too large', async () => {
  const cache = openDiskCache(folder, { mostBytes: 3500 });
  const age = (key: string, days: number) => {
    const path = entries().find((each) => readFileSync(each).includes(key))!;
    const then = Date.now() / 1000 - days * 86_400;
    utimesSync(path, then, then);
  };
  for (const [key, days] of [
    ['first', 9],
    ['second', 8],
    ['third', 7],
  ] as const) {
    await cache.put(key, new Uint8Array(1000));
    age(key, days);
  }
  expect(await cache.get('first')).toBeDefined();
  await cache.put('fourth', new Uint8Array(1000));
  const left = await Promise.all(
    ['first', 'second', 'third', 'fourth'].map(async (key) => (await cache.get(key)) && key),
  );
  expect(left).toEqual(['first', undefined, 'third', 'fourth']);
  expect(entries().reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(3500);
});

it('removes what a killed process left half-written, a day later', async () => {
  const cache = openDiskCache(folder);
  await cache.put('a', bytes(1));
  const left = join(folder, 'x.entry.1234.tmp');
  writeFileSync(left, 'half');
  await cache.put('b', bytes(1));
  expect(entries()).toContain(left);
  utimesSync(left, 1e9, 1e9);
  await cache.put('c', bytes(1));
  expect(entries()).not.toContain(left);
});

it('is no obstacle where nothing can be written', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  const cache = openDiskCache(join(file, 'below'));
  await cache.put('a', bytes(1));
  expect(await cache.get('a')).toBeUndefined();
});
