import { int, stringAttribute } from '../../attributes.ts';
import type { GraphNode } from '../../ir.ts';
import type { Decomposition } from './decomposition.ts';

/** The reduction that each norm divides by. */
const reductions: Readonly<Record<string, string>> = { MAX: 'ReduceMax', L1: 'ReduceL1', L2: 'ReduceL2' };

/**
 * Each row divided by its norm, where that is not zero. The largest entry counts as `MAX`, without its absolute value.
 *
 * skl2onnx puts one behind each linear classifier. A softmax adds up to 1 already: left alone, it is found as the model's last step.
 */
export const Normalizer: Decomposition = {
  op: 'ai.onnx.ml.Normalizer',
  rewrite({ g, node, inputs, producer }) {
    const name = stringAttribute(node, 'norm', 'MAX');
    const reduction = reductions[name];
    if (reduction === undefined) return `its norm '${name}' is not known`;
    const x = g.cast(inputs[0]!, 'float32');
    if (name === 'L1' && isSoftmax(producer(0))) return [x];
    const last = x.shape.length - 1;
    const shape = x.shape.map((length, axis) => (axis === last ? 1 : length));
    const norm = g.op(reduction, [x, g.int64([last])], { shape, attributes: { keepdims: int(1) } });
    return [g.div(x, g.where(g.compare('Equal', norm, g.scalar(0, x)), g.scalar(1, x), norm))];
  },
};

const isSoftmax = (node: GraphNode | undefined): boolean =>
  node?.domain === 'ai.onnx.ml' && stringAttribute(node, 'post_transform', '') === 'SOFTMAX';
