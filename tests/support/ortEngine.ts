import type { Engine, EngineTensor, SessionOptions, Target } from '@smoothgrad/onnx';
import type { InferenceSession, OnnxValue, Tensor, TypedTensor } from 'onnxruntime-common';

/** What onnxruntime-node and onnxruntime-web have in common. */
export interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (
    type: Tensor.Type,
    data: Tensor.DataType | readonly number[],
    dims: readonly number[],
  ) => TypedTensor<Tensor.Type>;
}

export interface OrtEngineOptions {
  readonly name: string;
  readonly target: Target;
  /** How the runtime finds the weights. */
  weightOptions(weights: SessionOptions['weights']): InferenceSession.SessionOptions;
}

/** A small in-process engine for tests of the pure packages: no workers, one run at a time. */
export function createOrtEngine(ort: Runtime, { name, target, weightOptions }: OrtEngineOptions): Engine {
  const sessions = new Set<InferenceSession>();
  return {
    name,
    target,
    concurrency: 1,
    async createSession({ model, weights, optimisation }) {
      const { extra, ...more } = weightOptions(weights);
      const session = await ort.InferenceSession.create(model, {
        graphOptimizationLevel: optimisation,
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
        extra: { session: { disable_quant_qdq: '1', ...(extra?.session as object | undefined) } },
        ...more,
      });
      sessions.add(session);
      return {
        parallel: 1,
        inputs: session.inputMetadata.map(describe),
        outputs: session.outputMetadata.map(describe),
        run: async (feeds, fetches) => fromOrt(await session.run(toOrt(ort, feeds), fetches ?? session.outputNames)),
        async close() {
          sessions.delete(session);
          await session.release();
        },
      };
    },
    async close() {
      for (const session of sessions) await session.release();
      sessions.clear();
    },
  };
}

function describe(metadata: InferenceSession.ValueMetadata) {
  if (!metadata.isTensor) return { name: metadata.name, type: undefined };
  return { name: metadata.name, type: { elementType: metadata.type as EngineTensor['type'], shape: metadata.shape } };
}

function toOrt(ort: Runtime, feeds: Readonly<Record<string, EngineTensor>>): Record<string, OnnxValue> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, shape, data }]) => [
      name,
      new ort.Tensor(type as Tensor.Type, data as Float32Array, shape) as unknown as OnnxValue,
    ]),
  );
}

function fromOrt(results: InferenceSession.OnnxValueMapType): Record<string, EngineTensor> {
  return Object.fromEntries(
    Object.entries(results).map(([name, value]) => {
      const { type, dims, data } = value as Tensor;
      return [name, { type: type as EngineTensor['type'], shape: dims, data: data as Float32Array }];
    }),
  );
}
