import { elementCount, int, NO_GRADIENT, string, type Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../rule.ts';
import { isBlocked } from './blocked.ts';
import { isDisjoint, spreadToDisjointMaxima } from './disjointMaxima.ts';
import { blockedTaps, comparedTaps, isInside, type Pooling, spreadToFirstMaxima } from './firstMaxima.ts';
import { emptyWindow, readWindow, spatial } from './spatial.ts';

/** More passes over the taps cost more than MaxPool's own search. */
const MOST_TAPS = 9;

/**
 * y = maximum of x over a window.  dx = dy at the first maximum of each window in row-major order (ties as PyTorch),
 * contributions of overlapping windows added.
 *
 * Formulations that stay in ONNX Runtime's blocked layout where they apply: for windows side by side, and for small ones
 * that do not reach into the padding (or where that cannot matter: below a Relu). Otherwise MaxPool's own `Indices` are the flat
 * positions of the maxima; ScatterElements(add) is sequential and exact. ONNX Runtime's WebGPU backend has no such output:
 * there each tap of the window is compared with y.
 */
export const MaxPool: GradientRule = {
  op: 'MaxPool',
  refuse: ({ node, inputs: [x], outputs: [y] }) =>
    emptyWindow(readWindow(node, spatial(x!.shape)), spatial(x!.shape), spatial(y!.shape)),
  backward(context) {
    const { g, node, target, inputs, outputs, cotangents } = context;
    const [x, y, dy] = [inputs[0]!, outputs[0]!, cotangents[0]!];
    const pooling: Pooling = { x, y, dy, window: readWindow(node, spatial(x.shape)) };
    if (target === 'webgpu') return [spreadToFirstMaxima(g, pooling, comparedTaps)];
    if (target !== 'cpu' || !isBlocked(x)) return [scatteredToMaxima(context, x, dy)];
    if (isDisjoint(pooling)) return [spreadToDisjointMaxima(g, pooling)];
    const isSmall = elementCount(pooling.window.kernel) <= MOST_TAPS;
    // Padding counts as 0 there: among taps of a window of zeros it may take the cotangent, of which nothing passes the Relu anyway.
    if (isSmall && (isInside(pooling) || context.stopsAtZero(0))) return [spreadToFirstMaxima(g, pooling, blockedTaps)];
    return [scatteredToMaxima(context, x, dy)];
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
