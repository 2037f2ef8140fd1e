import { elementCount, int, string } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { emptyWindow, readWindow, spatial } from './spatial.ts';

/**
 * y = maximum of x over a window.  dx = dy at the first maximum of each window in row-major order (ties as PyTorch),
 * contributions of overlapping windows added.
 * MaxPool's own `Indices` are the flat positions of those maxima; ScatterElements(add) is sequential and exact.
 */
export const MaxPool: GradientRule = {
  op: 'MaxPool',
  refuse({ node, inputs: [x], outputs: [y], target }) {
    if (target === 'webgpu') return "ONNX Runtime's WebGPU backend cannot return the positions of the maxima";
    return emptyWindow(readWindow(node, spatial(x!.shape)), spatial(x!.shape), spatial(y!.shape));
  },
  backward({ g, node, inputs: [x], cotangents: [dy] }) {
    // A second pooling for the positions leaves the forward one in ONNX Runtime's blocked layout, where it is several times faster.
    // With `storage_order` the positions would be column-major, and the first maximum another one.
    const attributes = Object.fromEntries([...node.attributes].filter(([name]) => name !== 'storage_order'));
    const indices = g.secondOutput('MaxPool', [x], { shape: dy!.shape, type: 'int64', attributes });
    const flat = [elementCount(dy!.shape)];
    const zeros = g.expand(g.scalar(0, x!), [elementCount(x!.shape)]);
    const scattered = g.op('ScatterElements', [zeros, g.reshape(indices, flat), g.reshape(dy!, flat)], {
      shape: zeros.shape,
      attributes: { axis: int(0), reduction: string('add') },
    });
    return [g.reshape(scattered, x!.shape)];
  },
};
