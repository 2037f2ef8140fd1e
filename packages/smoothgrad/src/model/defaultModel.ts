import { createRequire } from 'node:module';

/** What results call the bundled classifier. */
export const defaultModelName = '@smoothgrad/efficientnet-lite0/model.onnx';

/** Absolute path of the bundled classifier: EfficientNet-Lite0, 1000 ImageNet classes. */
export function defaultModelPath(): string {
  return createRequire(import.meta.url).resolve(defaultModelName);
}
