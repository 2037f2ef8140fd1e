import { elementCount, floatAttribute, type GraphBuilder, intAttribute, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/**
 * Local response normalisation over `size` neighbouring channels: y = x·D^−β with D = bias + α/size·Σ x².
 * dx = dy·D^−β − 2αβ/size·x·Σ dy·y/D, where the sum goes over the channels whose window holds this one.
 * Both sums are 1×1 convolutions with a banded 0/1 kernel.
 */
export const LRN: GradientRule = {
  op: 'LRN',
  refuse: ({ node }) =>
    intAttribute(node, 'size', 1) % 2 === 0 ? 'its window is even; ONNX Runtime runs odd windows only' : undefined,
  backward({ g, node, inputs, outputs, cotangents }) {
    const shape = inputs[0]!.shape;
    const [batch = 1, channels = 1, ...positions] = shape;
    const [x, y, dy] = [inputs[0]!, outputs[0]!, cotangents[0]!].map((value) =>
      shape.length === 4 ? value : g.reshape(value, [batch, channels, elementCount(positions), 1]),
    ) as [Value, Value, Value];
    const size = intAttribute(node, 'size', 1);
    const alpha = floatAttribute(node, 'alpha', 1e-4) / size;
    const beta = floatAttribute(node, 'beta', 0.75);
    const reach = (size - 1) / 2;

    const sum = windowSum(g, g.mul(x, x), reach);
    const d = g.add(g.scale(sum, alpha), g.scalar(floatAttribute(node, 'bias', 1), x));
    const power = g.op('Pow', [d, g.scalar(-beta, d)], { shape: d.shape });
    const across = windowSum(g, g.div(g.mul(dy, y), d), reach);
    const dx = g.sub(g.mul(dy, power), g.mul(x, g.scale(across, 2 * alpha * beta)));
    return [g.reshape(dx, shape)];
  },
};

/** For each channel the sum over the channels at most `reach` away. ONNX Runtime folds the kernel. */
function windowSum(g: GraphBuilder, x: Value, reach: number): Value {
  const channels = x.shape[1]!;
  const order = Array.from({ length: channels }, (_, c) => c);
  const offset = g.sub(g.float32(order, [1, channels, 1, 1]), g.float32(order, [channels, 1, 1, 1]));
  const distance = g.op('Abs', [offset], { shape: offset.shape });
  const kernel = g.cast(g.compare('LessOrEqual', distance, g.scalar(reach, distance)), x.type);
  return g.op('Conv', [x, kernel], { shape: x.shape });
}
