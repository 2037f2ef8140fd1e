import { EngineError } from '@smoothgrad/onnx/runtime';

/** Where models run. */
export type Device = 'webgpu' | 'wasm';

/** What the browser has to offer here. */
export interface Surroundings {
  /** `software`: an adapter that computes on the processor, slower than WebAssembly does. */
  readonly adapter: 'hardware' | 'software' | 'none';
  /** The page may share memory between threads (COOP and COEP headers): without, each would hold the model's file too. */
  readonly isIsolated: boolean;
  readonly cores: number;
}

export interface DeviceChoice {
  readonly device: Device;
  /** How many copies of a model run at once; 1 on WebGPU. */
  readonly threads: number;
  /** One line for people: what was chosen, and why. */
  readonly reason: string;
}

export interface DeviceWishes {
  /** Default `auto`. */
  readonly device?: 'auto' | Device | undefined;
  /** Of WebAssembly, each with its own copy of the weights. Default: the cores, at most 4. */
  readonly threads?: number | undefined;
}

/** Unless it is asked for. */
const MOST_THREADS = 4;

/**
 * WebGPU where there is a graphics device, else WebAssembly.
 *
 * @throws EngineError WebGPU is asked for and there is no adapter, or `threads` is not a whole number from 1 to 64
 */
export function chooseDevice(wishes: DeviceWishes, around: Surroundings): DeviceChoice {
  const { device: wanted = 'auto' } = wishes;
  if (wanted === 'webgpu' && around.adapter === 'none') {
    throw new EngineError('this browser has no WebGPU adapter: choose WebAssembly');
  }
  if (wanted === 'webgpu' || (wanted === 'auto' && around.adapter === 'hardware')) {
    const reason = wanted === 'webgpu' ? 'as asked for' : 'this browser has an adapter';
    const slow = around.adapter === 'software' ? '. The adapter is made of software, and slow' : '';
    return { device: 'webgpu', threads: 1, reason: `WebGPU: ${reason}${slow}` };
  }
  const { threads, why } = chooseThreads(wishes.threads, around);
  const count = threads === 1 ? '1 thread' : `${threads} threads`;
  const reasons = [wanted === 'wasm' ? 'as asked for' : withoutGpu[around.adapter], why].filter(Boolean);
  return { device: 'wasm', threads, reason: `WebAssembly, ${count}: ${reasons.join('; ')}` };
}

const withoutGpu = {
  hardware: '',
  software: 'the WebGPU adapter of this browser is made of software',
  none: 'this browser has no WebGPU adapter',
};

function chooseThreads(wanted: number | undefined, { isIsolated, cores }: Surroundings) {
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= 64)) {
    throw new EngineError(`the number of threads must be a whole number from 1 to 64, not ${wanted}`);
  }
  if (!isIsolated && wanted !== 1) {
    return { threads: 1, why: 'without the headers COOP and COEP a page has no more' };
  }
  return { threads: wanted ?? Math.max(1, Math.min(cores, MOST_THREADS)), why: '' };
}
