import { intsAttribute, stringAttribute } from '../attributes.ts';
import { inlineNumbers, int64Tensor } from '../elements.ts';
import type { Graph, GraphNode, Value } from '../ir.ts';
import { normaliseAxis } from '../shapes.ts';
import { namesOf } from './graphWalks.ts';
import { uniqueNames } from './uniqueNames.ts';

/**
 * ONNX Runtime infers the sizes of a Resize by scales from the exact product and rounds down; its kernel rounds the product to
 * float32 before. Of 24 · 20/24, which tf2onnx writes where Keras resizes to 20, these make 19 and 20.
 *
 * The first such Resize gets the sizes that the kernel makes. Only where these stand for the same scale, so that no coordinate
 * changes.
 *
 * @returns the same graph where there is none
 */
export function sizeRoundedResize(graph: Graph, values: ReadonlyMap<string, Value>): Graph {
  for (const [index, node] of graph.nodes.entries()) {
    const shape = isRoundedResize(graph, node) && values.get(node.inputs[0]!)?.shape;
    const sizes = shape && roundedSizes(node, shape, scalesOf(graph, node)!);
    if (!sizes) continue;
    const name = uniqueNames(namesOf(graph))(`${node.outputs[0]}/sizes`);
    const attributes = new Map([...node.attributes].filter(([key]) => key !== 'keep_aspect_ratio_policy'));
    const sized = { ...node, inputs: [node.inputs[0]!, '', '', name], attributes };
    const initializers = new Map([...graph.initializers, [name, int64Tensor(name, [sizes.length], sizes)]]);
    return { ...graph, nodes: graph.nodes.with(index, sized), initializers };
  }
  return graph;
}

/** Whether the sizes of a Resize may be inferred wrongly. */
export function isRoundedResize(graph: Graph, node: GraphNode): boolean {
  if (node.op !== 'Resize' || node.domain !== '') return false;
  if (stringAttribute(node, 'coordinate_transformation_mode', '') === 'tf_crop_and_resize') return false;
  return scalesOf(graph, node)?.some((scale) => !Number.isInteger(scale)) ?? false;
}

function scalesOf(graph: Graph, { inputs }: GraphNode): readonly number[] | undefined {
  const tensor = graph.initializers.get(inputs[2] ?? '');
  const scales = tensor && inlineNumbers(tensor);
  return scales?.length ? scales : undefined;
}

/** What the kernel makes of a shape, if something else is inferred and the same scales follow from it. */
function roundedSizes(node: GraphNode, shape: readonly number[], scales: readonly number[]): number[] | undefined {
  const axes = intsAttribute(node, 'axes')?.map((axis) => normaliseAxis(axis, shape.length)) ?? [...shape.keys()];
  const lengths = axes.map((axis) => shape[axis]!);
  const products = lengths.map((length, i) => length * scales[i]!);
  const sizes = products.map((product) => Math.floor(Math.fround(product)));
  if (products.every((product, i) => Math.floor(product) === sizes[i])) return undefined;
  return sizes.every((size, i) => Math.fround(size / lengths[i]!) === scales[i]) ? sizes : undefined;
}
