import { intAttribute, intsAttribute, stringAttribute } from '../attributes.ts';
import { createBuilder, type GraphBuilder } from '../builder.ts';
import { type GraphNode, nodeLabel, operatorName, type StaticModel, type Value } from '../ir.ts';
import { elementCount } from '../shapes.ts';
import { namesOf } from './graphWalks.ts';
import { inOriginOf } from './origins.ts';

/**
 * A Conv that cuts an image into patches (stride = kernel, no padding: the first layer of vision transformers) becomes what it is,
 * a matrix product of patches and filters.
 *
 * ONNX Runtime's convolution kernel for blocked layouts adds up the hundreds of products of a patch one after the other, which
 * costs digits that a transformer then amplifies: the gradients of a ViT in two engines agree to 1.1e-5 with the convolution and to
 * 5e-6 with the product (relative L2). Small windows of many channels stay: as a product the 2 × 2 ones between the stages of
 * convnext_atto took its explainer from 2.70 to 2.88 forward passes (sums of each node's shortest time, one thread).
 */
export function patchConvToMatMul(model: StaticModel): StaticModel {
  const { graph, values } = model;
  const taken = namesOf(graph);
  const g = createBuilder((name) => taken.has(name));
  const nodes = graph.nodes.flatMap((node) => {
    const patches = patchesOf(node, values);
    if (patches === undefined) return [node];
    const start = g.nodes.length;
    g.scope(`patches/${nodeLabel(node)}`);
    const product = patchProduct(g, patches);
    const named = { ...node, op: 'Identity', inputs: [product.name], attributes: new Map() };
    return inOriginOf(node, [...g.nodes.slice(start), named]);
  });
  if (g.nodes.length === 0) return model;
  return {
    ...model,
    values: new Map([...values, ...g.values]),
    graph: { ...graph, nodes, initializers: new Map([...graph.initializers, ...g.initializers]) },
  };
}

/** Pixels. */
const SMALLEST_WINDOW = 32;

interface Patches {
  readonly x: Value;
  readonly w: Value;
  readonly bias: Value | undefined;
}

function patchesOf(node: GraphNode, values: ReadonlyMap<string, Value>): Patches | undefined {
  if (operatorName(node) !== 'Conv') return undefined;
  const [x, w, bias] = node.inputs.map((name) => values.get(name));
  if (x === undefined || w === undefined || x.shape.length !== 4) return undefined;
  const kernel = w.shape.slice(2);
  const strides = intsAttribute(node, 'strides') ?? [1, 1];
  const isPatch =
    kernel.every((size, i) => size > 1 && strides[i] === size && x.shape[i + 2]! % size === 0) &&
    (intsAttribute(node, 'pads') ?? []).every((pad) => pad === 0) &&
    (intsAttribute(node, 'dilations') ?? []).every((dilation) => dilation === 1) &&
    stringAttribute(node, 'auto_pad', 'NOTSET') !== 'SAME_UPPER' &&
    stringAttribute(node, 'auto_pad', 'NOTSET') !== 'SAME_LOWER' &&
    intAttribute(node, 'group', 1) === 1;
  return isPatch && elementCount(kernel) >= SMALLEST_WINDOW ? { x, w, bias } : undefined;
}

function patchProduct(g: GraphBuilder, { x, w, bias }: Patches): Value {
  const [n = 1, c = 1, height = 1, width = 1] = x.shape;
  const [filters = 1, , kh = 1, kw = 1] = w.shape;
  const [rows, columns] = [height / kh, width / kw];
  const length = c * kh * kw;
  const cut = g.transpose(g.reshape(x, [n, c, rows, kh, columns, kw]), [0, 2, 4, 1, 3, 5]);
  const patches = g.reshape(cut, [n, rows * columns, length]);
  const matrix = g.transpose(g.reshape(w, [filters, length]), [1, 0]);
  const product = g.op('MatMul', [patches, matrix], { shape: [n, rows * columns, filters] });
  const sum = bias === undefined ? product : g.add(product, bias);
  return g.reshape(g.transpose(sum, [0, 2, 1]), [n, filters, rows, columns]);
}
