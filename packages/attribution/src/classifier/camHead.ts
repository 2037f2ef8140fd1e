import { nodesOnPath } from '@smoothgrad/autodiff';
import {
  type GraphNode,
  inlineNumbers,
  intsAttribute,
  nameInFile,
  normaliseAxis,
  operatorName,
  type StaticModel,
} from '@smoothgrad/onnx';
import { MethodMismatchError } from '../methods/errors.ts';
import type { BuildContext } from './recipe.ts';
import type { SpatialLayer } from './spatialLayer.ts';

/** Operators that are linear in the only value they take of those that depend on the image, or only move it. */
const affine = new Set([
  'Add',
  'BatchNormalization',
  'Cast',
  'Conv',
  'Div',
  'Dropout',
  'Flatten',
  'Gemm',
  'Identity',
  'MatMul',
  'Mul',
  'Reshape',
  'Squeeze',
  'Sub',
  'Transpose',
  'Unsqueeze',
]);

/**
 * Checks that a network ends as class activation maps need it: the layer's mean over all places, and a linear layer, or nothing but
 * moves, between that and the logits.
 *
 * @throws MethodMismatchError saying what stands there instead
 */
export function checkCamHead(method: string, { model, scores, score }: BuildContext, layer: SpatialLayer): void {
  const refuse = (why: string) =>
    new MethodMismatchError(method, why, ['grad-cam', 'gradient', 'smoothgrad', 'occlusion']);
  if (score !== 'logit') throw refuse('it splits a logit up into places, and a probability is asked for');
  const [pooling, ...head] = nodesOnPath(model, scores.tensor, [layer.value.name]);
  if (pooling === undefined || !isGlobalMean(model, pooling, layer))
    throw refuse(
      `behind its last layer with rows and columns, '${layer.name}', comes ${pooling ? called(pooling) : 'nothing'}, no global average pooling`,
    );
  const made = new Set([pooling, ...head].flatMap(({ outputs }) => outputs));
  const isAffine = (node: GraphNode) => {
    const at = node.inputs.flatMap((name, i) => (made.has(name) ? [i] : []));
    const isDivided = operatorName(node) === 'Div' && at[0] !== 0;
    return affine.has(operatorName(node)) && at.length === 1 && !isDivided;
  };
  const other = head.find((node) => !isAffine(node));
  if (other !== undefined)
    throw refuse(`between its global average pooling and the logits stands ${called(other)}, which is not linear`);
}

function called(node: GraphNode): string {
  const { op, label } = nameInFile(node);
  return `${op} '${label}'`;
}

function isGlobalMean(model: StaticModel, node: GraphNode, { value, layout }: SpatialLayer): boolean {
  const { roles, prefix } = layout;
  const places = roles.flatMap((role, axis) => (role === 'N' || role === 'C' ? [] : [axis]));
  const isChannelsFirst = roles.join('') === 'NCHW';
  const name = operatorName(node);
  if (name === 'GlobalAveragePool') return isChannelsFirst;
  if (name === 'AveragePool') {
    const kernel = intsAttribute(node, 'kernel_shape') ?? [];
    const isPadded = (intsAttribute(node, 'pads') ?? []).some((pad) => pad !== 0);
    return isChannelsFirst && !isPadded && kernel.join() === `${layout.height},${layout.width}`;
  }
  if (name !== 'ReduceMean' || prefix > 0) return false;
  const tensor = model.graph.initializers.get(node.inputs[1] ?? '');
  const axes = (tensor && inlineNumbers(tensor)) ?? intsAttribute(node, 'axes') ?? [];
  const sorted = axes.map((axis) => normaliseAxis(axis, value.shape.length)).sort((a, b) => a - b);
  return sorted.join() === places.join();
}
