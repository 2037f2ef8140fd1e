import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createWorkerPool, EngineClosedError, EngineError } from '@smoothgrad/onnx/runtime';
import { describe, expect, it } from 'vitest';
import { startWorkerThread } from './workerThread.ts';

const distribution = new URL('../../dist/engine/createNodeEngine.js', import.meta.url).href;
const classifier = fileURLToPath(new URL('../../../../models/efficientnet-lite0/model.onnx', import.meta.url));

const poolOf = (size: number, script: URL) => createWorkerPool(size, (onEnd) => startWorkerThread(script, onEnd));

interface Ended {
  readonly code: number | string | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Runs a script with an engine, a session of the classifier in both workers, and `run()`, in a process of its own. */
function inProcess(body: string): Promise<Ended> {
  const script = `
    import { readFileSync } from 'node:fs';
    import { createNodeEngine } from ${JSON.stringify(distribution)};
    const model = readFileSync(${JSON.stringify(classifier)});
    const engine = createNodeEngine({ workers: 2 });
    const load = () => engine.createSession({ model, optimisation: 'all', parallel: 2 });
    const input = { type: 'float32', shape: [1, 3, 224, 224], data: new Float32Array(3 * 224 * 224) };
    ${body}
  `;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { timeout: 30_000 },
      (_, stdout, stderr) => resolve({ code: child.exitCode, signal: child.signalCode, output: stdout + stderr }),
    );
  });
}

const clean = (output = ''): Ended => ({ code: 0, signal: null, output });

describe('a process with an engine', () => {
  it('ends by itself after close, silently', async () => {
    expect(await inProcess('const s = await load(); await s.run({ input }); await engine.close();')).toEqual(clean());
  });

  it('ends by itself when the engine is idle and nobody closed it', async () => {
    expect(await inProcess('const s = await load(); await s.run({ input });')).toEqual(clean());
  });

  it('lives until pending runs are answered', async () => {
    const body = `load().then((s) => Promise.all([1, 2, 3].map(() => s.run({ input })))).then((r) => console.log(r.length));`;
    expect(await inProcess(body)).toEqual(clean('3\n'));
  });

  it.each([
    [
      'while runs are pending',
      'const s = await load(); for (let i = 0; i < 50; i++) s.run({ input }).catch(() => {}); await new Promise((r) => setTimeout(r, 30));',
    ],
    ['while models are loaded', 'load().catch(() => {}); await new Promise((r) => setTimeout(r, 120));'],
    ['while threads start', 'load().catch(() => {});'],
  ])('may be ended by process.exit %s', async (_, body) => {
    expect(await inProcess(`${body} process.exit(7);`)).toEqual({ code: 7, signal: null, output: '' });
  });

  it('may close and open engines at any moment', async () => {
    const body = `
      await engine.close();
      for (let i = 0; i < 12; i++) {
        const next = createNodeEngine({ workers: 2 });
        const session = next.createSession({ model, optimisation: 'all', parallel: 2 });
        const ran = session.then((s) => Promise.all(Array.from({ length: 9 }, () => s.run({ input }))));
        ran.catch(() => {});
        if (i % 3 > 0) await session;
        await new Promise((r) => setTimeout(r, 7 * i));
        await next.close();
      }
      console.log('done');`;
    expect(await inProcess(body)).toEqual(clean('done\n'));
  });

  it('prints nothing of the runtime when a model is refused', async () => {
    const body = `
      const refused = await engine.createSession({ model: model.subarray(0, 99), optimisation: 'all' }).catch((e) => e);
      const s = await load();
      const failed = await s.run({ input: { ...input, shape: [1, 3, 112, 448] } }).catch((e) => e);
      console.log(refused.name, failed.name);`;
    expect(await inProcess(body)).toEqual(clean('EngineError EngineError\n'));
  });
});

describe('a worker that dies', () => {
  const request = { kind: 'release', session: 0 } as const;

  /** A worker that opens its gate as ours does, then does `body` on every message. */
  const scriptThat = (body: string) =>
    new URL(
      `data:text/javascript,${encodeURIComponent(`
      import { parentPort, workerData } from 'node:worker_threads';
      if (Atomics.compareExchange(workerData.gate, 0, 1, 0) !== 1) process.exit();
      parentPort.on('message', (request) => { ${body} });`)}`,
    );

  it('rejects what it was doing and what only it could do, and is replaced', async () => {
    const pool = poolOf(1, scriptThat('process.exit(3)'));
    const [worker] = pool.choose(1);
    const jobs = [1, 2, 3].map(() => pool.submit({ workers: [worker!], request }));
    const [first, second, third] = (await Promise.allSettled(jobs)) as PromiseRejectedResult[];
    expect(first!.reason).toBeInstanceOf(EngineError);
    expect(first!.reason.message).toMatch(/^a worker ended unexpectedly \(exit code 3\): if memory ran out/);
    expect(second!.reason.message).toMatch(/load it again/);
    expect(third!.reason.message).toMatch(/load it again/);
    await expect(pool.submit({ workers: [worker!], request })).rejects.toThrow(/load it again/);
    expect(pool.choose(1)[0]).not.toBe(worker);
    await pool.close();
  });

  it('names the error that ended it', async () => {
    const pool = poolOf(1, scriptThat("throw new Error('out\\nof luck')"));
    await expect(pool.submit({ workers: pool.choose(1), request })).rejects.toThrow(/\(out of luck\)/);
    await pool.close();
  });

  it('leaves its jobs to another worker of the session', async () => {
    const body =
      'if (request.session === 1) process.exit(3); else setTimeout(() => parentPort.postMessage({ ok: true }), 20);';
    const pool = poolOf(2, scriptThat(body));
    const workers = pool.choose(2);
    const dying = pool.submit({ workers, request: { kind: 'release', session: 1 } });
    const others = [1, 2, 3].map(() => pool.submit({ workers, request }));
    await expect(dying).rejects.toThrow(EngineError);
    expect(await Promise.all(others)).toEqual([undefined, undefined, undefined]);
    await pool.close();
  });

  it('was never built: the message says how', async () => {
    const pool = poolOf(1, new URL('./no-such-worker.js', import.meta.url));
    await expect(pool.submit({ workers: pool.choose(1), request })).rejects.toThrow(/npm run build/);
    await pool.close();
  });

  it('after close nothing is accepted', async () => {
    const pool = poolOf(1, scriptThat(''));
    const workers = pool.choose(1);
    const hanging = pool.submit({ workers, request });
    const close = pool.close();
    await expect(hanging).rejects.toThrow(EngineClosedError);
    await close;
    await expect(pool.submit({ workers, request })).rejects.toThrow(EngineClosedError);
  });
});
