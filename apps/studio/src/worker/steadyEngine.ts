import type { Engine, Session, SessionOptions } from '@smoothgrad/onnx';
import { createWebEngine, DeviceLostError, type WebEngine, type WebEngineOptions } from '@smoothgrad/web';

/** An engine that outlives its graphics device. */
export interface SteadyEngine extends Engine {
  /** What it runs on now. */
  current(): WebEngine;
}

/**
 * An engine that goes on with WebAssembly when the graphics device is lost: sessions are loaded again there, and the run that failed
 * is repeated. Whoever adds up samples notices nothing but a pause, and keeps those that are there.
 *
 * @param onLost told once, with the engine that goes on
 * @param create makes engines; default `createWebEngine`
 */
export async function createSteadyEngine(
  options: WebEngineOptions,
  onLost: (instead: WebEngine) => void,
  create: (options: WebEngineOptions) => Promise<WebEngine> = createWebEngine,
): Promise<SteadyEngine> {
  let engine = await create(options);
  let moving: Promise<void> | undefined;
  const { name, target } = engine;

  /** All that fail together move together. */
  const move = (from: WebEngine): Promise<void> => {
    if (engine !== from) return Promise.resolve();
    moving ??= (async () => {
      await from.close();
      engine = await create({ ...options, device: 'wasm' });
      onLost(engine);
    })().finally(() => {
      moving = undefined;
    });
    return moving;
  };

  /** @param attempt is called once more where the device was lost */
  async function steadily<T>(attempt: (on: WebEngine) => Promise<T>): Promise<T> {
    await moving;
    const on = engine;
    try {
      return await attempt(on);
    } catch (error) {
      if (!(error instanceof DeviceLostError)) throw error;
      await move(on);
      return attempt(engine);
    }
  }

  return {
    name,
    target,
    concurrency: engine.concurrency,
    current: () => engine,
    createSession: (wanted) => openSteadySession(wanted, steadily),
    async close() {
      // What it moves to would stay otherwise.
      await moving?.catch(() => undefined);
      await engine.close();
    },
  };
}

async function openSteadySession(
  options: SessionOptions,
  steadily: <T>(attempt: (on: WebEngine) => Promise<T>) => Promise<T>,
): Promise<Session> {
  const opened = new Map<WebEngine, Promise<Session>>();
  const on = (engine: WebEngine): Promise<Session> => {
    const session = opened.get(engine) ?? engine.createSession(options);
    opened.set(engine, session);
    return session;
  };
  const first = await steadily(on);
  return {
    parallel: first.parallel,
    inputs: first.inputs,
    outputs: first.outputs,
    run: (feeds, fetches) => steadily(async (engine) => (await on(engine)).run(feeds, fetches)),
    async close() {
      for (const session of opened.values()) await (await session.catch(() => undefined))?.close();
    },
  };
}
