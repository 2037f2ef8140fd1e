import type { EngineData, EngineTensor } from '../engine.ts';
import { buffersOf } from './feedMemory.ts';
import type { RunRequest, RunResult } from './protocol.ts';
import { fromRuntimeTensor, type RuntimeTensor, toRuntimeTensor } from './tensors.ts';

/** A session of ONNX Runtime's JavaScript interface. */
interface RuntimeSession<T> {
  run(feeds: Record<string, T>, fetches: readonly string[]): Promise<Readonly<Record<string, RuntimeTensor>>>;
}

/** A worker's side of a run. @param createTensor makes the runtime's own object */
export async function serveRun<T>(
  session: RuntimeSession<T> | undefined,
  { feeds, fetches }: RunRequest,
  createTensor: (type: string, data: EngineData, dims: readonly number[]) => T,
): Promise<RunResult> {
  if (session === undefined) throw new Error('the session is not in this worker');
  const inputs: Record<string, T> = {};
  for (const [name, tensor] of Object.entries(feeds)) inputs[name] = toRuntimeTensor(name, tensor, createTensor);
  const results: Record<string, EngineTensor> = {};
  for (const [name, tensor] of Object.entries(await session.run(inputs, fetches))) {
    results[name] = fromRuntimeTensor(name, tensor);
  }
  const made = buffersOf(results);
  return { results, spent: buffersOf(feeds).filter((buffer) => !made.includes(buffer)) };
}

/** Everything changes hands. */
export function transfersOf({ results, spent }: RunResult): ArrayBuffer[] {
  return [...buffersOf(results), ...spent];
}
