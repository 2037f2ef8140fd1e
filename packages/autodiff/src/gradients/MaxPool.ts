import { elementCount, int, NO_GRADIENT, string, type Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../rule.ts';
import { spreadToFirstMaxima } from './firstMaxima.ts';
import { emptyWindow, readWindow, spatial } from './spatial.ts';

/**
 * y = maximum of x over a window.  dx = dy at the first maximum of each window in row-major order (ties as PyTorch),
 * contributions of overlapping windows added.
 * MaxPool's own `Indices` are the flat positions of those maxima; ScatterElements(add) is sequential and exact. ONNX Runtime's
 * WebGPU backend has no such output: there each tap of the window is compared with y.
 */
export const MaxPool: GradientRule = {
  op: 'MaxPool',
  refuse: ({ node, inputs: [x], outputs: [y] }) =>
    emptyWindow(readWindow(node, spatial(x!.shape)), spatial(x!.shape), spatial(y!.shape)),
  backward(context) {
    const { g, node, target, inputs, outputs, cotangents } = context;
    const [x, y, dy] = [inputs[0]!, outputs[0]!, cotangents[0]!];
    if (target !== 'webgpu') return [scatteredToMaxima(context, x, dy)];
    return [spreadToFirstMaxima(g, { x, y, dy, window: readWindow(node, spatial(x.shape)) })];
  },
};

function scatteredToMaxima({ g, node }: BackwardContext, x: Value, dy: Value): Value {
  // A second pooling for the positions leaves the forward one in ONNX Runtime's blocked layout, where it is several times faster.
  // With `storage_order` the positions would be column-major, and the first maximum another one.
  const attributes = Object.fromEntries([...node.attributes].filter(([name]) => name !== 'storage_order'));
  const indices = g.secondOutput('MaxPool', [x], {
    shape: dy.shape,
    type: 'int64',
    attributes,
    metadata: NO_GRADIENT,
  });
  const flat = [elementCount(dy.shape)];
  const zeros = g.expand(g.scalar(0, x), [elementCount(x.shape)]);
  const scattered = g.op('ScatterElements', [zeros, g.reshape(indices, flat), g.reshape(dy, flat)], {
    shape: zeros.shape,
    attributes: { axis: int(0), reduction: string('add') },
  });
  return g.reshape(scattered, x.shape);
}
