/**
 * The thread that holds onnxruntime-node sessions and runs them: `run` blocks the event loop of its thread, and one
 * session on one thread per worker is as fast as one session on several, and steadier (measured).
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { EngineData } from '@smoothgrad/onnx';
import {
  type Answer,
  type CreateRequest,
  oneLine,
  type Request,
  type RunResult,
  serveRun,
  sessionValues,
  transfersOf,
} from '@smoothgrad/onnx/runtime';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { enterGate, leaveGate } from './gate.ts';
import { type Profiling, startProfiling } from './profiling.ts';
import type { Reply, WorkerStart } from './protocol.ts';

const { gate } = workerData as WorkerStart;
const port = parentPort as MessagePort;
const sessions = new Map<number, InferenceSession>();
const profilings = new Map<number, Profiling>();

// The runtime writes its log straight to the process's stderr; failures reach us as exceptions whatever the level.
env.logLevel = 'fatal';
// On Node 23 and later the runtime's JavaScript wraps float16 data in a Float16Array, whose length its binding (1.30) takes
// for 0 (microsoft/onnxruntime#32323). Without that class, in this thread, it keeps to Uint16Array.
Reflect.deleteProperty(globalThis, 'Float16Array');
port.on('message', (request: Request) => void serve(request));
leaveRuntime();

/** Ends this thread when the main thread asked for it meanwhile. */
function leaveRuntime(): void {
  if (!leaveGate(gate)) process.exit();
}

async function serve(request: Request): Promise<void> {
  if (!enterGate(gate)) return;
  let reply: Reply;
  try {
    reply = { ok: true, answer: await handle(request) };
  } catch (error) {
    reply = { ok: false, message: oneLine(error instanceof Error ? error.message : String(error)) };
  }
  leaveRuntime();
  port.postMessage(reply, request.kind === 'run' && reply.ok ? transfersOf(reply.answer as RunResult) : []);
}

async function handle(request: Request): Promise<Answer> {
  switch (request.kind) {
    case 'create':
      return create(request);
    case 'run':
      return serveRun(sessions.get(request.session), request, createTensor);
    case 'profile':
      return endProfiling(request.session);
    case 'release':
      profilings.get(request.session)?.discard();
      profilings.delete(request.session);
      await sessions.get(request.session)?.release();
      sessions.delete(request.session);
      return undefined;
  }
}

async function create({ session: id, model, weights, optimisation, profile }: CreateRequest): Promise<Answer> {
  const profiling = profile ? startProfiling() : undefined;
  // Before anything can fail: the session is released then too.
  if (profiling !== undefined) profilings.set(id, profiling);
  const session = await InferenceSession.create(model, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    enableCpuMemArena: true,
    // The planned block would lie beside what the arena has grown to already: 95 MB more for two workers, and no faster.
    enableMemPattern: false,
    logSeverityLevel: 4,
    ...profiling?.options,
    ...(weights !== undefined && 'files' in weights
      ? { externalData: Array.from(weights.files, ([path, data]) => ({ path, data })) }
      : {}),
    extra: {
      session: {
        // Otherwise DequantizeLinear before Gemm or MatMul becomes a kernel that rounds activations to 8 bits.
        disable_quant_qdq: '1',
        // Weights beside the arena, which grows in powers of two: 5 % less memory with two workers.
        use_device_allocator_for_initializers: '1',
        // Copies of the weights in the order kernels like best: a session that is run once or never is no better for them. Creating
        // one takes 15 ms instead of 98 on ResNet-50, and less memory.
        ...(optimisation === 'all' ? {} : { disable_prepacking: '1' }),
        ...(weights !== undefined && 'folder' in weights
          ? { model_external_initializers_file_folder_path: weights.folder }
          : {}),
      },
    },
  });
  sessions.set(id, session);
  return { inputs: sessionValues(session.inputMetadata), outputs: sessionValues(session.outputMetadata) };
}

function endProfiling(id: number): Answer {
  const [session, profiling] = [sessions.get(id), profilings.get(id)];
  if (session === undefined || profiling === undefined) throw new Error('the session was not created to be profiled');
  profilings.delete(id);
  session.endProfiling();
  return profiling.read();
}

const createTensor = (type: string, data: EngineData, dims: readonly number[]) =>
  new Tensor(type as Tensor.Type, data as Tensor.DataType, dims);
