import {
  type Attribute,
  elementCount,
  float,
  type GraphBuilder,
  int,
  LARGEST_FLOAT32,
  NO_GRADIENT,
  string,
  type Value,
} from '@smoothgrad/onnx';
import { spatial } from './spatial.ts';

/**
 * Forms of simple operations on feature maps [N, C, H, W] that ONNX Runtime computes in its blocked layout (NCHWc), where
 * convolutions are fastest: leaving the layout and coming back costs two passes over memory each time.
 */

/** Whether ONNX Runtime holds a value in blocks: whole blocks of 8 (AVX2) or 16 channels (AVX-512). */
export function isBlocked({ type, shape }: Value): boolean {
  return type === 'float32' && shape.length === 4 && shape[1]! % 16 === 0;
}

/** x · factor as a depthwise 1×1 Conv, which ONNX Runtime fuses with an Add and an activation that follow. */
export function blockedScale(g: GraphBuilder, x: Value, factor: number): Value {
  const channels = x.shape[1]!;
  const weight = g.expand(g.float32([factor], [1, 1, 1, 1]), [channels, 1, 1, 1]);
  return g.op('Conv', [x, weight], { shape: x.shape, attributes: { group: int(channels) } });
}

/** 1 where a = b, else 0, for a ≤ b; from a and −b, so that the sum and the step are one pass. */
export function blockedEqual(g: GraphBuilder, a: Value, minusB: Value): Value {
  return g.op('HardSigmoid', [g.add(a, minusB)], {
    shape: a.shape,
    attributes: { alpha: float(LARGEST_FLOAT32), beta: float(1) },
    metadata: NO_GRADIENT,
  });
}

/** Each element repeated along the spatial axes. */
export function blockedUpsample(g: GraphBuilder, x: Value, factors: readonly number[]): Value {
  const attributes: Record<string, Attribute> = {
    mode: string('nearest'),
    coordinate_transformation_mode: string('asymmetric'),
    nearest_mode: string('floor'),
  };
  const shape = [...x.shape.slice(0, 2), ...spatial(x.shape).map((length, i) => length * factors[i]!)];
  return g.op('Resize', [x, undefined, g.float32([1, 1, ...factors], [x.shape.length])], { shape, attributes });
}

/**
 * A small pattern tiled over feature maps, in every channel. A constant of that shape would be large, and brought into blocks
 * in every run: instead one plane is widened by a 1×1 Conv. That `like` is added to it, times 0, keeps ONNX Runtime from
 * evaluating the Conv when the session is made.
 *
 * @param like any value of the run
 */
export function blockedPattern(
  g: GraphBuilder,
  tile: { readonly values: readonly number[]; readonly size: readonly number[] },
  shape: readonly number[],
  like: Value,
): Value {
  const [images = 0, channels = 0, ...size] = shape;
  const repeats = size.map((length, i) => length / tile.size[i]!);
  const plane = g.op('Tile', [g.float32(tile.values, [1, 1, ...tile.size]), g.int64([images, 1, ...repeats])], {
    shape: [images, 1, ...size],
  });
  const first = g.op('Slice', [g.reshape(like, [elementCount(like.shape)]), g.int64([0]), g.int64([1])], {
    shape: [1],
  });
  const nothing = g.op('Mul', [first, g.float32([0], [1])], { shape: [1], metadata: NO_GRADIENT });
  const ones = g.expand(g.float32([1], [1, 1, 1, 1]), [channels, 1, 1, 1]);
  return g.op('Conv', [g.add(plane, nothing), ones], { shape });
}
