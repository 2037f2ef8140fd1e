import { DeviceLostError, type WebEngine, type WebEngineOptions } from '@smoothgrad/web';
import { expect, it, vi } from 'vitest';
import { createSteadyEngine } from './steadyEngine.ts';

/** An engine that doubles x, and loses its device after so many runs. */
function fakeEngine(device: 'webgpu' | 'wasm', runs: number, log: string[]): WebEngine {
  let left = runs;
  const lost = () => new DeviceLostError('the graphics device was lost: go on with WebAssembly');
  return {
    name: 'fake',
    target: device,
    device,
    threads: 1,
    reason: device,
    concurrency: 1,
    async createSession() {
      log.push(`${device} loads`);
      if (left <= 0) throw lost();
      return {
        parallel: 1,
        inputs: [],
        outputs: [],
        async run({ x }) {
          if (left-- <= 0) throw lost();
          log.push(`${device} runs`);
          const data = (x!.data as Float32Array).map((value) => 2 * value);
          return { y: { ...x!, data } };
        },
        close: async () => undefined,
      };
    },
    close: async () => {
      log.push(`${device} closes`);
    },
  };
}

const x = { type: 'float32', shape: [1], data: Float32Array.of(21) } as const;

it('repeats the run that failed on WebAssembly, and stays there', async () => {
  const log: string[] = [];
  const create = ({ device }: WebEngineOptions) =>
    Promise.resolve(device === 'wasm' ? fakeEngine('wasm', 100, log) : fakeEngine('webgpu', 1, log));
  const onLost = vi.fn();
  const engine = await createSteadyEngine({ device: 'auto' }, onLost, create);
  const session = await engine.createSession({ model: new Uint8Array(), optimisation: 'all' });
  for (let i = 0; i < 3; i++) expect((await session.run({ x })).y!.data).toEqual(Float32Array.of(42));
  expect(log).toEqual(['webgpu loads', 'webgpu runs', 'webgpu closes', 'wasm loads', 'wasm runs', 'wasm runs']);
  expect(onLost).toHaveBeenCalledOnce();
  expect(engine.current().device).toBe('wasm');
});

it('runs that fail together move once', async () => {
  const log: string[] = [];
  const create = ({ device }: WebEngineOptions) =>
    Promise.resolve(fakeEngine(device === 'wasm' ? 'wasm' : 'webgpu', device === 'wasm' ? 100 : 1, log));
  const engine = await createSteadyEngine({}, () => undefined, create);
  const session = await engine.createSession({ model: new Uint8Array(), optimisation: 'all' });
  const results = await Promise.all([1, 2, 3].map(() => session.run({ x })));
  expect(results.map(({ y }) => y!.data[0])).toEqual([42, 42, 42]);
  expect(log.filter((line) => line === 'wasm loads')).toHaveLength(1);
});

it('what is asked while it moves waits, and closing leaves nothing open', async () => {
  const log: string[] = [];
  let arrive = () => {};
  const create = async ({ device }: WebEngineOptions) => {
    if (device === 'wasm')
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
    return fakeEngine(device === 'wasm' ? 'wasm' : 'webgpu', device === 'wasm' ? 100 : 0, log);
  };
  const engine = await createSteadyEngine({}, () => undefined, create);
  const opening = engine.createSession({ model: new Uint8Array(), optimisation: 'all' });
  await vi.waitFor(() => expect(log).toContain('webgpu closes'));
  const later = engine.createSession({ model: new Uint8Array(), optimisation: 'all' });
  const closing = engine.close();
  arrive();
  await Promise.all([opening, later, closing]);
  expect(log.filter((line) => line === 'webgpu loads')).toHaveLength(1);
  expect(log.filter((line) => line === 'wasm loads')).toHaveLength(2);
  expect(log.at(-1)).toBe('wasm closes');
});

it('other failures are handed on', async () => {
  const engine = { ...fakeEngine('wasm', 1, []), createSession: () => Promise.reject(new Error('refused')) };
  const steady = await createSteadyEngine(
    {},
    () => undefined,
    async () => engine,
  );
  await expect(steady.createSession({ model: new Uint8Array(), optimisation: 'all' })).rejects.toThrow('refused');
});
