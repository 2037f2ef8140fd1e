import type { Engine, EngineTensor, SessionOptions } from '@smoothgrad/onnx';
import * as ort from 'onnxruntime-node';

/** A small in-process engine for tests of the pure packages: no workers, one run at a time. */
export function createTestEngine(): Engine {
  const sessions = new Set<ort.InferenceSession>();
  return {
    name: 'onnxruntime-node (in process)',
    target: 'cpu',
    concurrency: 1,
    async createSession(options) {
      const session = await ort.InferenceSession.create(options.model, sessionOptions(options));
      sessions.add(session);
      return {
        parallel: 1,
        inputs: session.inputMetadata.map(describe),
        outputs: session.outputMetadata.map(describe),
        run: async (feeds, fetches) => fromOrt(await session.run(toOrt(feeds), fetches ?? session.outputNames)),
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

function sessionOptions({ weights, optimisation }: SessionOptions): ort.InferenceSession.SessionOptions {
  const session: Record<string, string> = { disable_quant_qdq: '1' };
  if (weights && 'folder' in weights) session.model_external_initializers_file_folder_path = weights.folder;
  return {
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    extra: { session },
    ...(weights && 'files' in weights && { externalData: [...weights.files].map(([path, data]) => ({ path, data })) }),
  };
}

function describe(metadata: ort.InferenceSession.ValueMetadata) {
  if (!metadata.isTensor) return { name: metadata.name, type: undefined };
  return { name: metadata.name, type: { elementType: metadata.type as EngineTensor['type'], shape: metadata.shape } };
}

function toOrt(feeds: Readonly<Record<string, EngineTensor>>): Record<string, ort.Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, shape, data }]) => [
      name,
      new ort.Tensor(type as 'float32', data as Float32Array, shape),
    ]),
  );
}

function fromOrt(results: ort.InferenceSession.OnnxValueMapType): Record<string, EngineTensor> {
  return Object.fromEntries(
    Object.entries(results).map(([name, value]) => {
      const tensor = value as ort.Tensor;
      return [
        name,
        { type: tensor.type as EngineTensor['type'], shape: tensor.dims, data: tensor.data as Float32Array },
      ];
    }),
  );
}
