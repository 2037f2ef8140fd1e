import { floatsAttribute } from '../../attributes.ts';
import type { Decomposition } from './decomposition.ts';

/** y = (x − offset)·scale, one pair for each feature or one for all; always float32. */
export const Scaler: Decomposition = {
  op: 'ai.onnx.ml.Scaler',
  rewrite({ g, node, inputs }) {
    const x = g.cast(inputs[0]!, 'float32');
    const [offset = [], scale = []] = ['offset', 'scale'].map((name) => floatsAttribute(node, name));
    const row = (values: readonly number[]) => g.float32(values, [values.length]);
    const centred = offset.length === 0 ? x : g.sub(x, row(offset));
    return [scale.length === 0 ? centred : g.mul(centred, row(scale))];
  },
};
