import { intAttribute, intsAttribute } from '../attributes.ts';
import { type GraphNode, operatorName, type Value } from '../ir.ts';
import { elementCount, normaliseAxis } from '../shapes.ts';

/** A node, and an axis of its only output along which only some rows are wanted. */
export interface RowQuestion {
  readonly node: GraphNode;
  readonly axis: number;
  readonly inputs: readonly (Value | undefined)[];
  readonly output: Value;
}

/** For each input the axis along which its rows become those of the output; undefined: the input is read as a whole. */
export type RowAxes = readonly (number | undefined)[];

/** How an operator works row by row along an axis of its output; undefined: it mixes rows, or its inputs lack the axis. */
export function rowAxes(question: RowQuestion): RowAxes | undefined {
  const rule = rowwise[operatorName(question.node)];
  const axes = rule?.(question);
  // A constant alone, or nothing: there is no work to save.
  return axes?.some((axis) => axis !== undefined) ? axes : undefined;
}

type Rule = (question: RowQuestion) => RowAxes | undefined;

/** Numpy's broadcasting: inputs are aligned at their last axes, and one of length 1 serves all rows. */
const broadcast: Rule = ({ axis, inputs, output }) =>
  inputs.map((input) => alignedAxis(input, axis, output.shape.length));

function alignedAxis(input: Value | undefined, axis: number, rank: number): number | undefined {
  if (input === undefined) return undefined;
  const own = axis - rank + input.shape.length;
  return own >= 0 && input.shape[own] !== 1 ? own : undefined;
}

/** Along every axis but those from `axis` on (LayerNormalization) or `axis` itself (Softmax). */
const exceptFrom: Rule = ({ node, axis, output }) =>
  axis < normaliseAxis(intAttribute(node, 'axis', -1), output.shape.length) ? [axis] : undefined;
const exceptAt: Rule = ({ node, axis, output }) =>
  axis === normaliseAxis(intAttribute(node, 'axis', -1), output.shape.length) ? undefined : [axis];

const concatenation: Rule = (question) => exceptAt(question) && question.inputs.map(() => question.axis);

const transposition: Rule = ({ node, axis, output }) => {
  const rank = output.shape.length;
  return [intsAttribute(node, 'perm')?.[axis] ?? rank - 1 - axis];
};

/** The axis of the input with the same length and as many elements behind it. */
const reshaping: Rule = ({ axis, inputs: [input], output }) => {
  const behind = (shape: readonly number[], at: number) => elementCount(shape.slice(at + 1));
  const from = input!.shape.findIndex(
    (length, i) => length === output.shape[axis] && behind(input!.shape, i) === behind(output.shape, axis),
  );
  return from < 0 ? undefined : [from];
};

/** Rows of A, and what is batched; B's columns stay together. */
const product: Rule = ({ axis, inputs: [a, b], output }) => {
  const rank = output.shape.length;
  if (a!.shape.length < 2 || b!.shape.length < 2 || axis === rank - 1) return undefined;
  return [alignedAxis(a, axis, rank), axis === rank - 2 ? undefined : alignedAxis(b, axis, rank)];
};

const generalProduct: Rule = ({ node, axis, inputs: [, , c], output }) => {
  if (axis !== 0 || intAttribute(node, 'transA', 0) !== 0) return undefined;
  return [0, undefined, alignedAxis(c, 0, output.shape.length)];
};

/** Operators that transformers are made of. Others end the way of a selection. */
const rowwise: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    [
      ...['Abs', 'Cast', 'Clip', 'Elu', 'Erf', 'Exp', 'Gelu', 'HardSigmoid', 'HardSwish', 'Identity', 'LeakyRelu'],
      ...['Log', 'Mish', 'Neg', 'Reciprocal', 'Relu', 'Sigmoid', 'Softplus', 'Sqrt', 'Tanh'],
      ...['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max', 'Sum', 'Where'],
    ].map((op) => [op, broadcast]),
  ),
  LayerNormalization: exceptFrom,
  Softmax: exceptAt,
  LogSoftmax: exceptAt,
  Concat: concatenation,
  Transpose: transposition,
  Reshape: reshaping,
  Flatten: reshaping,
  Squeeze: reshaping,
  Unsqueeze: reshaping,
  MatMul: product,
  Gemm: generalProduct,
};
