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
}

/**
 * Loads onnxruntime-web: the build for WebAssembly alone (14 MB), or, where a GPU is to be used, that with WebGPU (27 MB).
 *
 * @param place where the runtime's files lie; default where the bundler put them
 * @param onLost called when the graphics device is lost, with the reason
 */
export async function loadRuntime(
  device: Device,
  place: string | undefined,
  onLost: (reason: string) => void,
): Promise<Runtime> {
  const ort = device === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = 1;
  if (place !== undefined) ort.env.wasm.wasmPaths = place;
  let watched = false;
  const watch = async () => {
    watched = true;
    const { lost } = (await ort.env.webgpu.device) as unknown as LosableDevice;
    const { reason, message } = await lost;
    // The runtime itself destroys it with its last session, and makes another for the next one.
    if (reason === 'destroyed') watched = false;
    else onLost(message || reason);
  };
  return {
    async createSession(model, externalData, optimisation) {
      const options = sessionOptions(device, externalData, optimisation);
      const session = await ort.InferenceSession.create(model, options);
      // The first session for the device opens it.
      if (device === 'webgpu' && optimisation === 'all' && !watched) void watch();
      return session;
    },
    createTensor: (type, data, dims) => new ort.Tensor(type as Tensor.Type, data as Tensor.DataType, dims),
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
