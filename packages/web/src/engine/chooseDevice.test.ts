import { EngineError } from '@smoothgrad/onnx/runtime';
import { expect, it } from 'vitest';
import { chooseDevice, type DeviceWishes, type Surroundings } from './chooseDevice.ts';

const around: Surroundings = { adapter: 'none', isIsolated: true, cores: 2 };

it.each<[DeviceWishes, Partial<Surroundings>, string, number]>([
  [{}, { adapter: 'hardware' }, 'WebGPU: this browser has an adapter', 1],
  [{ threads: 3 }, { adapter: 'hardware' }, 'WebGPU: this browser has an adapter', 1],
  [{}, {}, 'WebAssembly, 2 threads: this browser has no WebGPU adapter', 2],
  [{}, { cores: 64 }, 'WebAssembly, 4 threads: this browser has no WebGPU adapter', 4],
  [{ threads: 6 }, {}, 'WebAssembly, 6 threads: this browser has no WebGPU adapter', 6],
  [{}, { adapter: 'software' }, 'WebAssembly, 2 threads: the WebGPU adapter of this browser is made of software', 2],
  [{ device: 'webgpu' }, { adapter: 'software' }, 'WebGPU: as asked for. The adapter is made of software, and slow', 1],
  [{ device: 'wasm' }, { adapter: 'hardware' }, 'WebAssembly, 2 threads: as asked for', 2],
  [
    { threads: 4 },
    { isIsolated: false },
    'WebAssembly, 1 thread: this browser has no WebGPU adapter; without the headers COOP and COEP a page has no more',
    1,
  ],
  [{ device: 'wasm', threads: 1 }, { isIsolated: false }, 'WebAssembly, 1 thread: as asked for', 1],
])('%j in %j: %s', (wishes, more, reason, threads) => {
  expect(chooseDevice(wishes, { ...around, ...more })).toMatchObject({ reason, threads });
});

it('refuses what cannot be', () => {
  expect(() => chooseDevice({ device: 'webgpu' }, around)).toThrow(EngineError);
  expect(() => chooseDevice({ threads: 1.5 }, around)).toThrow('a whole number from 1 to 64, not 1.5');
});
