/**
 * The worker that holds onnxruntime-web and its sessions, so that a page never waits for a run. The runtime has one thread
 * (`docs/decisions/013-threads-in-browsers.md`).
 */
import { type Answer, oneLine, type RunResult, serveRun, sessionValues, transfersOf } from '@smoothgrad/onnx/runtime';
import type { InferenceSession } from 'onnxruntime-web';
import { failureKind } from './failureKind.ts';
import { loadRuntime, type Runtime } from './loadRuntime.ts';
import type { Message, NumberedCreate, NumberedRequest, Reply } from './protocol.ts';

const sessions = new Map<number, InferenceSession>();
const weightFiles = new Map<number, Uint8Array>();
let loading: Promise<Runtime> = Promise.reject(new Error('the runtime has not been started'));
loading.catch(() => undefined);

addEventListener('message', ({ data }: MessageEvent<Message>) => {
  switch (data.kind) {
    case 'start':
      loading = loadRuntime(data.device, data.runtime, (message) => fail('lost', message));
      return;
    case 'weights':
      weightFiles.set(data.file, data.bytes);
      return;
    case 'forget':
      weightFiles.delete(data.file);
      return;
    default:
      void serve(data);
  }
});

async function serve(request: NumberedRequest): Promise<void> {
  try {
    const answer = await handle(request);
    send({ kind: 'answer', answer }, request.kind === 'run' ? transfersOf(answer as RunResult) : []);
  } catch (error) {
    const message = oneLine(error instanceof Error ? error.message : String(error));
    fail(failureKind(message), message);
  }
}

const fail = (failure: 'refused' | 'memory' | 'lost', message: string) => send({ kind: 'failure', failure, message });

function send(reply: Reply, transfer: Transferable[] = []): void {
  postMessage(reply, { transfer });
}

async function handle(request: NumberedRequest): Promise<Answer> {
  const runtime = await loading;
  switch (request.kind) {
    case 'create':
      return create(runtime, request);
    case 'run':
      return serveRun(sessions.get(request.session), request, runtime.createTensor);
    case 'release':
      await sessions.get(request.session)?.release();
      sessions.delete(request.session);
      return undefined;
    case 'profile':
      throw new Error('onnxruntime-web does not hand its measurements over');
  }
}

async function create(
  runtime: Runtime,
  { session: id, model, weights, optimisation }: NumberedCreate,
): Promise<Answer> {
  const externalData = Array.from(weights, ([path, file]) => ({ path, data: weightFiles.get(file)! }));
  const session = await runtime.createSession(model, externalData, optimisation);
  sessions.set(id, session);
  return { inputs: sessionValues(session.inputMetadata), outputs: sessionValues(session.outputMetadata) };
}
