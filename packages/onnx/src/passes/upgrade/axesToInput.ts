import { intsAttribute } from '../../attributes.ts';
import { int64Tensor } from '../../elements.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/** Squeeze, Unsqueeze, ReduceSum (operator set 13) and the other reductions (18) take `axes` as an input instead of an attribute. */
function axesToInput(op: string, below: number): Upgrade {
  return {
    op,
    below,
    rewrite(node, { unique }) {
      const axes = intsAttribute(node, 'axes');
      if (axes === undefined) return { nodes: [node] };
      const tensor = int64Tensor(unique(`${node.outputs[0]}/axes`), [axes.length], axes);
      return {
        nodes: [{ ...withoutAttributes(node, 'axes'), inputs: [node.inputs[0]!, tensor.name] }],
        initializers: [tensor],
      };
    },
  };
}

export const axesUpgrades: readonly Upgrade[] = [
  ...['Squeeze', 'Unsqueeze', 'ReduceSum'].map((op) => axesToInput(op, 13)),
  ...['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceL1', 'ReduceL2'].map((op) => axesToInput(op, 18)),
  ...['ReduceLogSum', 'ReduceLogSumExp', 'ReduceSumSquare'].map((op) => axesToInput(op, 18)),
];
