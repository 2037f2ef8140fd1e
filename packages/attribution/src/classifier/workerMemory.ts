import { elementCount, type Graph, type Value } from '@smoothgrad/onnx';

const FLOAT = 4;

/** A thread with the runtime in it, before it loads a model. */
const THREAD = 50e6;

/**
 * Bytes of a worker that runs an explainer: the runtime keeps each weight as the forward pass likes it and as the backward pass does,
 * and the original while it makes them; of the values of the forward pass about half stay for the backward pass.
 *
 * Measured with ONNX Runtime 1.30 as the growth of the process by a second worker, in MB, and this estimate: MobileNet v2 70 (115),
 * ViT-tiny 93 (176), EfficientNet-Lite0 115 (142), ResNet-18 171 to 230 (193), ResNet-50 365 (389), Inception v3 375 (364), VGG-16
 * 1530 to 1890 (1657).
 *
 * @param values of the forward pass
 */
export function workerMemory({ initializers }: Pick<Graph, 'initializers'>, values: Iterable<Value>): number {
  let weights = 0;
  for (const { dims } of initializers.values()) weights += FLOAT * elementCount(dims);
  let kept = 0;
  for (const { name, shape } of values) if (!initializers.has(name)) kept += (FLOAT * elementCount(shape)) / 2;
  return Math.round(THREAD + 2.8 * weights + kept);
}
