import { intAttribute, intsAttribute, normaliseAxis, sameShape, stringAttribute } from '@smoothgrad/onnx';
import type { RuleContext } from '../rule.ts';

/** One axis whose positions Resize maps to others. */
export interface ResizedAxis {
  readonly axis: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Output positions per input position, as the float32 the runtime computes coordinates with. */
  readonly scale: number;
  /** Whether the scale follows from the sizes. */
  readonly bySizes: boolean;
  /** Start and end of `tf_crop_and_resize`, as parts of the axis. */
  readonly region: readonly [number, number] | undefined;
}

/** Why the positions of a Resize cannot be known, or undefined if they can. */
export function refuseResize(context: RuleContext): string | undefined {
  const { inputs, needs } = context;
  if (needs.slice(1).includes(true)) return 'its region or scales depend on the image';
  const isKnown = (index: number) => inputs[index] === undefined || context.constant(index) !== undefined;
  if (![1, 2, 3].every(isKnown))
    return 'its region, scales or sizes are not known before the model runs; export it with fixed ones';
  // ONNX Runtime fails on some regions outside the image there.
  if (isCropping(context) && intAttribute(context.node, 'antialias', 0) === 1)
    return 'antialias together with tf_crop_and_resize has no gradient rule; export it without antialias';
  // The matrix of one axis is asked for by its scale, for which sizes are rounded down.
  const isUnlike = ({ inputs: size, outputs, scale, bySizes }: ResizedAxis) =>
    !bySizes && Math.floor(Math.fround(scale * size)) !== outputs;
  const unlike = resizedAxes(context).find(isUnlike);
  if (unlike === undefined) return undefined;
  const why = numbers(context, 2)
    ? `${unlike.inputs} times its scale ${unlike.scale} is nearly a whole number, which the runtime rounds in two ways`
    : 'sizes rounded up by keep_aspect_ratio_policy have no gradient rule';
  return `${why}; export it with the sizes it ends up with`;
}

/** The axes along which ONNX Runtime interpolates: none where no size changes, and not those of scale 1. */
export function resizedAxes(context: RuleContext): ResizedAxis[] {
  const { node, inputs, outputs } = context;
  const [before, after] = [inputs[0]!.shape, outputs[0]!.shape];
  if (sameShape(before, after)) return [];
  const axes =
    intsAttribute(node, 'axes')?.map((axis) => normaliseAxis(axis, before.length)) ?? before.map((_, axis) => axis);
  const [regions, scales, sizes] = [1, 2, 3].map((input) => numbers(context, input));
  const isCrop = isCropping(context);
  const stretches = axes.map((axis, i) => Math.fround((sizes?.[i] ?? 0) / before[axis]!));
  const common = scales ? undefined : commonScale(stringAttribute(node, 'keep_aspect_ratio_policy', ''), stretches);
  return axes
    .map((axis, i) => ({
      axis,
      inputs: before[axis]!,
      outputs: after[axis]!,
      scale: scales?.[i] ?? common ?? stretches[i]!,
      bySizes: scales === undefined && common === undefined,
      region: isCrop ? ([regions?.[i] ?? 0, regions?.[i + axes.length] ?? 1] as const) : undefined,
    }))
    .filter(({ scale }) => scale !== 1);
}

function isCropping({ node }: RuleContext): boolean {
  return stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel') === 'tf_crop_and_resize';
}

function commonScale(policy: string, scales: readonly number[]): number | undefined {
  if (policy === 'not_larger') return Math.min(...scales);
  if (policy === 'not_smaller') return Math.max(...scales);
  return undefined;
}

/** The numbers of a constant input; an empty one is one left out. */
function numbers({ inputs, constant }: RuleContext, index: number): readonly number[] | undefined {
  const list = inputs[index] && constant(index);
  return list?.length ? list : undefined;
}
