/**
 * The worker that holds onnxruntime-web and its sessions: a page never waits for a run. Requests are served in order, one at a time:
 * the runtime does not allow more.
 */
import type { EngineData, EngineTensor } from '@smoothgrad/onnx';
import { buffersOf, fromRuntimeTensor, oneLine, sessionValues, toRuntimeTensor } from '@smoothgrad/onnx/runtime';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { failureKind } from './failureKind.ts';
import { loadRuntime, type Runtime } from './loadRuntime.ts';
import type { Answer, CreateRequest, Reply, Request, RunRequest, RunResult, StartRequest } from './protocol.ts';

const sessions = new Map<number, InferenceSession>();
const weightFiles = new Map<number, Uint8Array>();
let runtime: Runtime | undefined;
let last: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  last = last.then(() => serve(data));
});

async function serve(request: Request): Promise<void> {
  try {
    const answer = await handle(request);
    send({ kind: 'answer', answer }, request.kind === 'run' ? transfersOf(answer as RunResult) : []);
  } catch (error) {
    const message = oneLine(error instanceof Error ? error.message : String(error));
    send({ kind: 'failure', failure: failureKind(message), message });
  }
}

function send(reply: Reply, transfer: Transferable[] = []): void {
  postMessage(reply, { transfer });
}

async function handle(request: Request): Promise<Answer> {
  switch (request.kind) {
    case 'start':
      await start(request);
      return undefined;
    case 'weights':
      weightFiles.set(request.file, request.bytes);
      return undefined;
    case 'forget':
      weightFiles.delete(request.file);
      return undefined;
    case 'create':
      return create(request);
    case 'run':
      return run(request);
    case 'release':
      await sessions.get(request.session)?.release();
      sessions.delete(request.session);
      return undefined;
  }
}

async function start({ device, threads, runtime: place, trial }: StartRequest): Promise<void> {
  runtime = await loadRuntime(device, threads, place);
  const session = await runtime.createSession(trial, [], 'all');
  await session.release();
  void runtime.deviceLost().then((message) => send({ kind: 'lost', message }));
}

async function create({ session: id, model, weights, optimisation }: CreateRequest): Promise<Answer> {
  const externalData = Array.from(weights, ([path, file]) => ({ path, data: weightFiles.get(file)! }));
  const session = await started().createSession(model, externalData, optimisation);
  sessions.set(id, session);
  return { inputs: sessionValues(session.inputMetadata), outputs: sessionValues(session.outputMetadata) };
}

async function run({ session: id, feeds, fetches }: RunRequest): Promise<RunResult> {
  const session = sessions.get(id);
  if (session === undefined) throw new Error('the session is not in this worker');
  const { createTensor } = started();
  const inputs: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(feeds)) inputs[name] = toRuntimeTensor(name, tensor, createTensor);
  const results: Record<string, EngineTensor> = {};
  for (const [name, tensor] of Object.entries(await session.run(inputs, fetches))) {
    results[name] = ownTensor(fromRuntimeTensor(name, tensor));
  }
  const made = buffersOf(results);
  return { results, spent: buffersOf(feeds).filter((buffer) => !made.includes(buffer)) };
}

function started(): Runtime {
  if (runtime === undefined) throw new Error('the runtime has not been loaded');
  return runtime;
}

/** In memory that can change hands: a result may be a view of the runtime's own. */
function ownTensor(tensor: EngineTensor): EngineTensor {
  const { data } = tensor;
  const isOwn = data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength;
  return isOwn ? tensor : { ...tensor, data: data.slice() as EngineData };
}

/** Everything changes hands. */
const transfersOf = ({ results, spent }: RunResult): Transferable[] => [...buffersOf(results), ...spent];
