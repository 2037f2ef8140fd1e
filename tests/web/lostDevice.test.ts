import { createWebEngine, DeviceLostError, EngineError } from '@smoothgrad/web';
import { expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import './askNode.ts';
import { run, sumOf, x } from './sums.ts';

/** In a browser of its own: after a crash of its graphics process a browser may refuse new devices for a while. */
it('a lost graphics device is told at once and for good; another engine goes on', async () => {
  const engine = await createWebEngine({ device: 'webgpu' });
  const session = await engine.createSession({ model: sumOf(64, 64), optimisation: 'all' });
  expect((await session.run({ x })).sum!.data[0]).toBe(8192);
  await commands.crashGpu();
  await expect(session.run({ x })).rejects.toBeInstanceOf(DeviceLostError);
  await expect(session.run({ x })).rejects.toThrow(/^the graphics device was lost .*: go on with WebAssembly$/);
  expect(DeviceLostError.prototype).toBeInstanceOf(EngineError);
  await engine.close();
  const other = await createWebEngine({ device: 'wasm', threads: 1 });
  expect((await run(other, sumOf(64, 64)))[0]).toBe(8192);
  await other.close();
});
