import {
  dependents,
  elementCount,
  type GraphNode,
  intAttribute,
  operatorName,
  type StaticModel,
  stringAttribute,
} from '@smoothgrad/onnx';

/**
 * Floating-point operations of one run: two for every multiply-add of convolutions, matrix products and attention. Element-wise
 * arithmetic, reductions and pooling are not counted, nor what does not depend on an input: that is computed once, when the
 * model is loaded.
 *
 * @returns null where a shape is not known before the run, or control flow hides how often something is computed
 */
export function flops({ graph, values }: StaticModel): number | null {
  const variable = dependents(
    graph,
    graph.inputs.map(({ name }) => name),
  );
  let sum = 0;
  for (const node of graph.nodes) {
    if (!node.outputs.some((name) => variable.has(name))) continue;
    if ([...node.attributes.values()].some(({ kind }) => kind === 'graph' || kind === 'graphs')) return null;
    const multiplyAdds = counts.get(operatorName(node));
    if (multiplyAdds === undefined) continue;
    const count = multiplyAdds({
      node,
      input: (index) => values.get(node.inputs[index] ?? '')?.shape,
      output: values.get(node.outputs[0] ?? '')?.shape,
    });
    if (count === undefined) return null;
    sum += 2 * count;
  }
  return sum;
}

type Shape = readonly number[];

interface Shapes {
  readonly node: GraphNode;
  input(index: number): Shape | undefined;
  readonly output: Shape | undefined;
}

/** Multiply-adds of one node; undefined: a shape is missing. */
type Count = (shapes: Shapes) => number | undefined;

/** Each element of the output is a sum over the weights of its filter [M, C/group, …]. */
const convolution =
  (weights: number): Count =>
  ({ node, input, output }) =>
    product(output, perFilter(node, input(weights)));

/** Each element of the input is multiplied with the weights [C, M/group, …] of its channel. */
const transposedConvolution: Count = ({ node, input }) => product(input(0), perFilter(node, input(1)));

/** Each element of the output is a sum over the last axis of the left factor. */
const matrixProduct: Count = ({ input, output }) => product(output, input(0)?.at(-1));

const gemm: Count = ({ node, input, output }) => product(output, input(0)?.[intAttribute(node, 'transA', 0) ? 0 : 1]);

/** Queries with keys, then weights with values: both sums are over the query's and the output's elements times the keys. */
const attention: Count = ({ input, output }) => {
  const [query, key] = [input(0), input(1)];
  const keys = (key?.at(-2) ?? 0) + (input(4)?.at(-2) ?? 0);
  return query && key && output && (elementCount(query) + elementCount(output)) * keys;
};

/** Every operand after the first is multiplied in once for each combination of indices. */
const einsum: Count = ({ node, input }) => {
  const terms = stringAttribute(node, 'equation', '').replaceAll(/\s/g, '').split('->')[0]!.split(',');
  const sizes = new Map<string, number>();
  for (const [i, term] of terms.entries()) {
    const shape = input(i);
    if (shape === undefined) return undefined;
    for (const [label, size] of labelled(term, shape)) sizes.set(label, Math.max(size, sizes.get(label) ?? 1));
  }
  return (terms.length - 1) * elementCount([...sizes.values()]);
};

/** The axes of an operand of Einsum by label; those of an ellipsis are numbered from the right, as they broadcast. */
function labelled(term: string, shape: Shape): [string, number][] {
  const [before = '', after = ''] = term.split('...');
  const hidden = shape.length - before.length - after.length;
  return shape.map((size, axis) => {
    if (axis < before.length) return [before[axis]!, size];
    return axis < before.length + hidden
      ? [`${before.length + hidden - axis}`, size]
      : [after[axis - before.length - hidden]!, size];
  });
}

const counts: ReadonlyMap<string, Count> = new Map<string, Count>([
  ['Attention', attention],
  ['Conv', convolution(1)],
  ['ConvInteger', convolution(1)],
  ['ConvTranspose', transposedConvolution],
  ['DeformConv', convolution(1)],
  ['Einsum', einsum],
  ['Gemm', gemm],
  ['MatMul', matrixProduct],
  ['MatMulInteger', matrixProduct],
  ['QLinearConv', convolution(3)],
  ['QLinearMatMul', matrixProduct],
  ['com.microsoft.FusedConv', convolution(1)],
  ['com.microsoft.FusedGemm', gemm],
]);

/** One weight for each channel is element-wise arithmetic: so is BatchNormalization, which becomes such a convolution. */
function perFilter(node: GraphNode, weights: Shape | undefined): number | undefined {
  const count = weights && elementCount(weights.slice(1));
  return count === 1 && weights?.[0] === intAttribute(node, 'group', 1) ? 0 : count;
}

function product(shape: Shape | undefined, length: number | undefined): number | undefined {
  return shape && length !== undefined ? elementCount(shape) * length : undefined;
}
