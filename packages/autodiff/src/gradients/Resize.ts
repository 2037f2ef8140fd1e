import { elementCount, type GraphBuilder, type GraphNode, ints, stringAttribute, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { identityMatrix, transposedAlong } from './linearAlongAxis.ts';
import { type ResizedAxis, refuseResize, resizedAxes } from './resizedAxes.ts';

/**
 * y = x interpolated along each resized axis: separable and linear in x, y = W₁ ⊗ W₂ ⊗ … x.  dx = W₁ᵀ ⊗ W₂ᵀ ⊗ … dy.
 *
 * Each W is what the same Resize makes of the identity matrix, so that it has the runtime's own weights in every mode; ONNX
 * Runtime folds it when the session is made. Where `tf_crop_and_resize` leaves the image y is a constant, and W is 0.
 * Enlarging by a whole number with nearest neighbours repeats elements: their cotangents are summed over blocks.
 */
export const Resize: GradientRule = {
  op: 'Resize',
  refuse: refuseResize,
  backward(context) {
    const { g, node, inputs, cotangents } = context;
    const [x, dy] = [inputs[0]!, cotangents[0]!];
    const axes = resizedAxes(context);
    if (isPool(node, x, axes)) return [blockSums(g, dy, x, axes)];
    // Those that shrink the cotangent most come first.
    const order = axes.toSorted((a, b) => b.outputs / b.inputs - a.outputs / a.inputs);
    return [
      order.reduce(
        (sum, axis) =>
          isRepeated(node, axis)
            ? blockSum(g, sum, axis)
            : transposedAlong(g, sum, axis.axis, weights(g, node, axis, x)),
        dy,
      ),
    ];
  },
};

/** The matrix of one axis, [inputs, outputs], through the channels of an image of height 1. */
function weights(g: GraphBuilder, node: GraphNode, resized: ResizedAxis, like: Value): Value {
  const { inputs, outputs, scale, bySizes, region } = resized;
  // A Resize that changes no size at all is a copy for ONNX Runtime, whatever its scale.
  const height = inputs === outputs ? 2 : 1;
  const shape = [1, inputs, height, outputs];
  const rows = g.reshape(identityMatrix(g, inputs, like), [1, inputs, 1, inputs]);
  const attributes = Object.fromEntries([...node.attributes].filter(([name]) => KERNEL_ATTRIBUTES.has(name)));
  const image = g.op(
    'Resize',
    [
      rows,
      region && g.float32([0, 0, 0, region[0], 1, 1, 1, region[1]], [8]),
      bySizes ? undefined : g.float32([1, 1, height, scale], [4]),
      bySizes ? g.int64(shape) : undefined,
    ],
    { shape, attributes },
  );
  const line =
    height === 1
      ? image
      : g.op('Slice', [image, g.int64([0]), g.int64([1]), g.int64([2])], { shape: shape.with(2, 1) });
  return g.reshape(line, [inputs, outputs]);
}

const KERNEL_ATTRIBUTES = new Set([
  'mode',
  'coordinate_transformation_mode',
  'nearest_mode',
  'cubic_coeff_a',
  'exclude_outside',
  'antialias',
]);

/** Whether output o is input ⌊o/k⌋, k whole: how far the coordinates lie from where they would be rounded otherwise. */
function isRepeated(node: GraphNode, { inputs, outputs, scale }: ResizedAxis): boolean {
  if (stringAttribute(node, 'mode', 'nearest') !== 'nearest') return false;
  if (!Number.isInteger(scale) || outputs !== scale * inputs) return false;
  const coordinates = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
  const rounding = stringAttribute(node, 'nearest_mode', 'round_prefer_floor');
  if (rounding === 'floor') return coordinates === 'asymmetric' || coordinates === 'tf_half_pixel_for_nn';
  const isCentred = ['half_pixel', 'pytorch_half_pixel', 'half_pixel_symmetric'].includes(coordinates);
  return isCentred && rounding.startsWith('round_prefer_');
}

function isPool(node: GraphNode, x: Value, axes: readonly ResizedAxis[]): boolean {
  const isSpatial = axes.length > 0 && axes.every(({ axis }) => axis >= 2);
  return isSpatial && x.type === 'float32' && axes.every((axis) => isRepeated(node, axis));
}

/** Sums over blocks of spatial positions, as a pool: it stays in ONNX Runtime's blocked layout. */
function blockSums(g: GraphBuilder, dy: Value, x: Value, axes: readonly ResizedAxis[]): Value {
  const kernel = x.shape.slice(2).map((_, i) => axes.find(({ axis }) => axis === i + 2)?.scale ?? 1);
  const attributes = { kernel_shape: ints(kernel), strides: ints(kernel) };
  return g.scale(g.op('AveragePool', [dy], { shape: x.shape, attributes }), elementCount(kernel));
}

function blockSum(g: GraphBuilder, dy: Value, { axis, inputs, scale }: ResizedAxis): Value {
  const blocks = g.reshape(dy, dy.shape.toSpliced(axis, 1, inputs, scale));
  return g.reduceSum(blocks, [axis + 1], false);
}
