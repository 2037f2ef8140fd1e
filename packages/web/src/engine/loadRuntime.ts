import type { EngineData, SessionOptions } from '@smoothgrad/onnx';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Device } from './chooseDevice.ts';

export type ExternalData = readonly { readonly path: string; readonly data: Uint8Array }[];

/** onnxruntime-web, loaded. */
export interface Runtime {
  createSession(
    model: Uint8Array,
    externalData: ExternalData,
    optimisation: SessionOptions['optimisation'],
  ): Promise<InferenceSession>;
  createTensor(type: string, data: EngineData, dims: readonly number[]): Tensor;
  /** Settles with the reason when the graphics device is lost; never without one. */
  deviceLost(): Promise<string>;
}

/**
 * Loads onnxruntime-web: the build for WebAssembly alone (14 MB), or, where a GPU is to be used, that with WebGPU (27 MB).
 *
 * @param place where the runtime's files lie; default where the bundler put them
 */
export async function loadRuntime(device: Device, threads: number, place: string | undefined): Promise<Runtime> {
  const ort = device === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = threads;
  if (place !== undefined) ort.env.wasm.wasmPaths = place;
  return {
    createSession: (model, externalData, optimisation) =>
      ort.InferenceSession.create(model, sessionOptions(device, externalData, optimisation)),
    createTensor: (type, data, dims) => new ort.Tensor(type as Tensor.Type, data as Tensor.DataType, dims),
    async deviceLost() {
      const used = device === 'webgpu' ? await (ort.env.webgpu.device as Promise<LosableDevice>) : undefined;
      if (used === undefined) return new Promise(() => undefined);
      const { reason, message } = await used.lost;
      return message || reason;
    },
  };
}

/** The part of a GPUDevice that is listened to. */
interface LosableDevice {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
}

function sessionOptions(
  device: Device,
  externalData: ExternalData,
  optimisation: SessionOptions['optimisation'],
): InferenceSession.SessionOptions {
  return {
    // Sessions for asking about shapes are run once or never: compiling shaders for them would take longer than all else.
    executionProviders: [optimisation === 'all' ? device : 'wasm'],
    graphOptimizationLevel: optimisation,
    externalData: [...externalData],
    // As in Node.js: the planned block would lie beside what the arena has grown to already.
    enableMemPattern: false,
    logSeverityLevel: 4,
    extra: {
      session: {
        // Otherwise DequantizeLinear before Gemm or MatMul becomes a kernel that rounds activations to 8 bits.
        disable_quant_qdq: '1',
        // Weights beside the arena, which grows in powers of two.
        use_device_allocator_for_initializers: '1',
        // Copies of the weights in the order kernels like best are no use to a session that is run once or never.
        ...(optimisation === 'all' ? {} : { disable_prepacking: '1' }),
      },
    },
  };
}
