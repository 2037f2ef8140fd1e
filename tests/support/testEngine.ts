import type { Engine } from '@smoothgrad/onnx';
import * as ort from 'onnxruntime-node';
import { createOrtEngine } from './ortEngine.ts';

/** ONNX Runtime's native library in this process: no workers, one run at a time. */
export function createTestEngine(): Engine {
  return createOrtEngine(ort, {
    name: 'onnxruntime-node (in process)',
    target: 'cpu',
    weightOptions(weights) {
      if (weights === undefined) return {};
      return 'folder' in weights
        ? { extra: { session: { model_external_initializers_file_folder_path: weights.folder } } }
        : { externalData: [...weights.files].map(([path, data]) => ({ path, data })) };
    },
  });
}
