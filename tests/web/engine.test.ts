import { type Engine, int64Tensor, writeModel } from '@smoothgrad/onnx';
import { createWebEngine, EngineClosedError, OutOfMemoryError } from '@smoothgrad/web';
import { afterEach, describe, expect, it } from 'vitest';
import runtime from '../../node_modules/onnxruntime-web/package.json' with { type: 'json' };
import { modelOf, node } from '../support/graphs.ts';
import { run, sumOf, x } from './sums.ts';

let engine: Engine;
afterEach(() => engine?.close());

/** Some seconds of work in one call: the runtime cannot be asked to stop. */
const squarings = writeModel(
  modelOf({
    inputs: { x: [1, 1] },
    nodes: [
      node('Expand', ['x', 'shape'], ['m0']),
      ...Array.from({ length: 16 }, (_, i) => node('MatMul', [`m${i}`, `m${i}`], [`m${i + 1}`])),
    ],
    outputs: ['m16'],
    constants: [int64Tensor('shape', [2], [1024, 1024])],
  }),
  'reference',
);

describe('what it runs on', () => {
  it('is WebAssembly where WebGPU would be made of software, in as many threads as there are cores, and says so', async () => {
    const chosen = await createWebEngine();
    engine = chosen;
    const threads = Math.min(navigator.hardwareConcurrency, 4);
    expect(chosen).toMatchObject({ device: 'wasm', target: 'wasm', threads, concurrency: threads });
    expect(chosen.reason).toMatch(/^WebAssembly, \d threads?: the WebGPU adapter of this browser is made of software$/);
    expect(chosen.name).toBe(`onnxruntime-web ${runtime.version}`);
  });

  it('can be forced', async () => {
    const single = await createWebEngine({ device: 'wasm', threads: 1 });
    expect(single).toMatchObject({ concurrency: 1, reason: 'WebAssembly, 1 thread: as asked for' });
    await single.close();
    const gpu = await createWebEngine({ device: 'webgpu' });
    engine = gpu;
    expect(gpu).toMatchObject({ device: 'webgpu', target: 'webgpu', concurrency: 1 });
    expect(gpu.reason).toMatch(/^WebGPU: as asked for/);
  });

  it('cannot be nonsense', async () => {
    await expect(createWebEngine({ threads: 0 })).rejects.toThrow(/whole number from 1 to 64, not 0/);
  });

  it('may lie elsewhere; where nothing lies is an error', async () => {
    engine = await createWebEngine({ threads: 1, runtime: '/node_modules/onnxruntime-web/dist/' });
    expect((await run(engine, sumOf(3, 2)))[0]).toBe(12);
    await expect(createWebEngine({ threads: 1, runtime: '/nowhere/' })).rejects.toThrow(
      /^the runtime could not be started: /,
    );
  });

  it('works in a worker too', async () => {
    const worker = new Worker(new URL('./nestedWorker.ts', import.meta.url), { type: 'module' });
    const answer = await new Promise((resolve) => worker.addEventListener('message', ({ data }) => resolve(data)));
    expect(answer).toEqual([9]);
    worker.terminate();
  });
});

describe('close', () => {
  it('rejects what runs and what waits, at once', async () => {
    engine = await createWebEngine({ device: 'wasm', threads: 1 });
    const session = await engine.createSession({ model: squarings, optimisation: 'all' });
    const runs = [session.run({ x }), session.run({ x })];
    await new Promise((resolve) => setTimeout(resolve, 50));
    const start = performance.now();
    await engine.close();
    const ended = await Promise.allSettled(runs);
    expect(performance.now() - start).toBeLessThan(500);
    for (const each of ended) expect((each as PromiseRejectedResult).reason).toBeInstanceOf(EngineClosedError);
    await expect(engine.createSession({ model: squarings, optimisation: 'all' })).rejects.toThrow(EngineClosedError);
    // A new one does not wait for the old one's work.
    engine = await createWebEngine({ device: 'wasm', threads: 1 });
    expect((await run(engine, sumOf(2, 2)))[0]).toBe(8);
  });
});

describe('errors in words', () => {
  it('a model that is none, a feed that is missing, a folder', async () => {
    engine = await createWebEngine({ device: 'wasm', threads: 1 });
    await expect(engine.createSession({ model: Uint8Array.of(1, 2, 3), optimisation: 'all' })).rejects.toThrow(
      /^the model could not be loaded: /,
    );
    const session = await engine.createSession({ model: sumOf(2, 2), optimisation: 'all' });
    await expect(session.run({})).rejects.toThrow("the run lacks a tensor for the input 'x'");
    const inFolder = engine.createSession({ model: sumOf(2, 2), optimisation: 'all', weights: { folder: '.' } });
    await expect(inFolder).rejects.toThrow(/a browser has no folders/);
    expect((await session.run({ x })).sum!.data).toEqual(Float32Array.of(8));
  });

  it('too little memory in WebAssembly, and on the graphics device', async () => {
    engine = await createWebEngine({ device: 'wasm', threads: 1 });
    const most = run(engine, sumOf(32768, 32760));
    await expect(most).rejects.toBeInstanceOf(OutOfMemoryError);
    await expect(most).rejects.toThrow(
      /^memory ran out .*: close other tabs, use fewer threads, or take a smaller model/,
    );
    await engine.close();
    engine = await createWebEngine({ device: 'webgpu' });
    await expect(run(engine, sumOf(16384, 32768))).rejects.toBeInstanceOf(OutOfMemoryError);
  });
});
