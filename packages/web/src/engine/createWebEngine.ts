import type { Engine } from '@smoothgrad/onnx';
import { createPooledSession, createWorkerPool, EngineError, type WorkerPool } from '@smoothgrad/onnx/runtime';
import { chooseDevice, type DeviceChoice, type DeviceWishes } from './chooseDevice.ts';
import { startEngineWorker } from './startEngineWorker.ts';
import { surroundings } from './surroundings.ts';
import { trialModel } from './trialModel.ts';

/** Of the package this one depends on; a test holds them together. */
const RUNTIME_VERSION = '1.30.0';

export interface WebEngineOptions extends DeviceWishes {
  /**
   * Where onnxruntime-web's .mjs and .wasm files lie, as a URL that ends with a slash. Default: where the bundler has put them. Nothing
   * is loaded from anywhere else.
   */
  readonly runtime?: string | URL | undefined;
}

/** An engine, and what it runs on. */
export interface WebEngine extends Engine, DeviceChoice {}

/**
 * An engine on onnxruntime-web in workers of its own: runs overlap, and a page, or another worker, never waits for one.
 *
 * On WebGPU where this browser has an adapter, otherwise on WebAssembly, with several threads where the page is cross-origin isolated;
 * `device` and `threads` force it, and `reason` says in one line what was chosen and why. A device that turns out not to work is left
 * for WebAssembly, unless it was asked for.
 *
 * Weights must be bytes (`{ files }`). They cross to each worker once for all sessions, by identity of the array, and are not copied
 * where they lie in a SharedArrayBuffer. `close()` ends the workers at once, whatever they are doing.
 *
 * @throws EngineError the device asked for is not there, or the runtime cannot be loaded. Calls on the engine and its sessions reject with
 * `EngineError`, `EngineClosedError`, and, after which only a new engine helps, `DeviceLostError` or `OutOfMemoryError`.
 * @example
 * const engine = await createWebEngine();
 * console.log(engine.reason); // WebAssembly, 2 threads: this browser has no WebGPU adapter
 */
export async function createWebEngine(options: WebEngineOptions = {}): Promise<WebEngine> {
  const around = await surroundings();
  const choice = chooseDevice(options, around);
  try {
    return await start(choice, options);
  } catch (error) {
    if (choice.device !== 'webgpu' || options.device === 'webgpu') throw error;
    const instead = chooseDevice({ ...options, device: 'wasm' }, around);
    const reason = instead.reason.replace('as asked for', `WebGPU does not work here (${(error as Error).message})`);
    return start({ ...instead, reason }, options);
  }
}

async function start(choice: DeviceChoice, { runtime }: WebEngineOptions): Promise<WebEngine> {
  const place = runtime === undefined ? undefined : new URL(runtime, globalThis.location.href).href;
  const pool = createWorkerPool(choice.threads, (onEnd) =>
    startEngineWorker({ device: choice.device, runtime: place }, onEnd),
  );
  const engine = engineOn(pool, choice);
  try {
    // It stays: without a session the runtime gives the graphics device back.
    await engine.createSession({ model: trialModel(), optimisation: 'all' });
  } catch (error) {
    await engine.close();
    throw new EngineError(`the runtime could not be started: ${(error as Error).message}`, { cause: error });
  }
  return engine;
}

function engineOn(pool: WorkerPool, choice: DeviceChoice): WebEngine {
  let sessions = 0;
  return {
    ...choice,
    name: `onnxruntime-web ${RUNTIME_VERSION}`,
    target: choice.device,
    concurrency: pool.size,
    // The runtime measures, but prints what it has measured.
    createSession: (options) => createPooledSession(pool, sessions++, { ...options, profile: false }),
    close: () => pool.close(),
  };
}
