import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from './inOrder.ts';

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function collect<T>(results: AsyncGenerator<T, void>): Promise<T[]> {
  const list: T[] = [];
  for await (const result of results) list.push(result);
  return list;
}

/** Tasks that are finished by hand. */
function manual() {
  const tasks = new Map<number, { resolve: (value: number) => void; reject: (reason: Error) => void }>();
  return {
    tasks,
    task: (index: number) =>
      new Promise<number>((resolve, reject) => {
        tasks.set(index, { resolve, reject });
      }),
  };
}

describe('order and bound', () => {
  it('yields results by index whatever order they end in, and starts at most one task more than can run', async () => {
    const delays = fc.array(fc.nat(3), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 1, max: 4 }), async (list, parallel) => {
        let [running, most] = [0, 0];
        const task = async (index: number) => {
          most = Math.max(most, ++running);
          await wait(list[index]!);
          running--;
          return index;
        };
        expect(await collect(inOrder(list.length, parallel, task))).toEqual(list.map((_, index) => index));
        expect(most).toBe(Math.min(list.length, parallel + 1));
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('starts further tasks only as results are taken', async () => {
    const started: number[] = [];
    const results = inOrder(10, 2, async (index) => started.push(index));
    expect(started).toEqual([]);
    await results.next();
    expect(started).toEqual([0, 1, 2]);
    await results.next();
    expect(started).toEqual([0, 1, 2, 3]);
    await results.return();
    expect(started).toHaveLength(4);
  });

  it('of no tasks yields nothing', async () => {
    expect(await collect(inOrder(0, 1, async (index) => index))).toEqual([]);
  });
});

describe('failure', () => {
  it('is passed on after the results before it, and starts nothing new', async () => {
    const started: number[] = [];
    const results = inOrder(10, 2, async (index) => {
      started.push(index);
      if (index === 2) throw new Error('task 2');
      return index;
    });
    expect([(await results.next()).value, (await results.next()).value]).toEqual([0, 1]);
    await expect(results.next()).rejects.toThrow('task 2');
    expect(started).toEqual([0, 1, 2, 3, 4]);
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  it('of a task that throws before its promise is passed on too', async () => {
    const task = () => {
      throw new RangeError('at once');
    };
    await expect(inOrder(3, 1, task).next()).rejects.toThrow('at once');
  });

  it('of abandoned tasks is nobody’s', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    try {
      const late = async (index: number) => {
        await wait(index === 0 ? 0 : 5);
        if (index > 0) throw new Error(`late ${index}`);
      };
      const left = inOrder(5, 3, late);
      await left.next();
      await left.return();
      const stop = new AbortController();
      const aborted = inOrder(5, 3, late, stop.signal);
      await aborted.next();
      stop.abort();
      expect((await aborted.next()).done).toBe(true);
      await expect(collect(inOrder(5, 3, late))).rejects.toThrow('late 1');
      await wait(15);
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', listen);
    }
  });
});

describe('abort', () => {
  it('ends at once, without waiting for what is running', async () => {
    const { task, tasks } = manual();
    const stop = new AbortController();
    const results = inOrder(5, 1, task, stop.signal);
    const first = results.next();
    tasks.get(0)!.resolve(7);
    expect(await first).toEqual({ done: false, value: 7 });
    const second = results.next();
    stop.abort();
    expect(await second).toEqual({ done: true, value: undefined });
    expect([...tasks.keys()]).toEqual([0, 1, 2]);
  });

  it('before the start runs nothing', async () => {
    const started: number[] = [];
    const task = async (index: number) => started.push(index);
    expect(await collect(inOrder(5, 1, task, AbortSignal.abort()))).toEqual([]);
    expect(started).toEqual([]);
  });

  it('while a result is looked at keeps that result, and starts nothing more', async () => {
    const stop = new AbortController();
    const started: number[] = [];
    const seen: number[] = [];
    const task = async (index: number) => {
      started.push(index);
      return index;
    };
    for await (const result of inOrder(9, 1, task, stop.signal)) {
      seen.push(result);
      if (result === 2) stop.abort();
    }
    expect(seen).toEqual([0, 1, 2]);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('leaves no listener behind', async () => {
    const listeners = new Set<() => void>();
    const signal = {
      aborted: false,
      addEventListener: (_: 'abort', listener: () => void) => void listeners.add(listener),
      removeEventListener: (_: 'abort', listener: () => void) => void listeners.delete(listener),
    };
    await collect(inOrder(4, 2, async (index) => index, signal));
    const left = inOrder(4, 2, async (index) => index, signal);
    await left.next();
    await left.return();
    const failing = inOrder(4, 2, () => Promise.reject(new Error('no')), signal);
    await expect(failing.next()).rejects.toThrow('no');
    expect(listeners.size).toBe(0);
  });
});

it('keeps no result alive after it was taken', async () => {
  setFlagsFromString('--expose_gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const made: WeakRef<Float32Array>[] = [];
  const task = async () => {
    const map = new Float32Array(1000);
    made.push(new WeakRef(map));
    return map;
  };
  for await (const map of inOrder(20, 1, task, new AbortController().signal)) expect(map).toHaveLength(1000);
  await wait(0);
  collectGarbage();
  expect(made.filter((reference) => reference.deref() !== undefined).length).toBeLessThanOrEqual(2);
});
