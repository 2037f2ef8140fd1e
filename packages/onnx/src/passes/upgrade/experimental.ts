import { floatAttribute, floatsAttribute, intsAttribute } from '../../attributes.ts';
import { float32Tensor, int64Tensor } from '../../elements.ts';
import type { GraphNode, Tensor } from '../../ir.ts';
import type { Replacement } from '../pass.ts';
import type { Upgrade, UpgradeContext } from './upgrade.ts';

/*
 * Operators that ONNX only tried out, and dropped in operator set 10. Converters from Core ML and Caffe2 wrote them, ImageScaler at
 * the head of many a classifier, and ONNX Runtime still runs them in models that old.
 */

type Step = readonly [op: string, operand?: Tensor];

/** Nodes one after the other, each with the result of the one before and a constant. */
function chain(node: GraphNode, steps: readonly Step[], unique: UpgradeContext['unique']): Replacement {
  const [output = ''] = node.outputs;
  let from = node.inputs[0]!;
  const nodes = steps.map(([op, operand], i): GraphNode => {
    const to = i === steps.length - 1 ? output : unique(`${output}/${op}`);
    const made: GraphNode = {
      ...node,
      op,
      name: i === steps.length - 1 ? node.name : to,
      inputs: operand ? [from, operand.name] : [from],
      outputs: [to],
      attributes: new Map(),
    };
    from = to;
    return made;
  });
  return { nodes, initializers: steps.flatMap(([, operand]) => operand ?? []) };
}

/** One step after the other on every element; `number` makes a constant. */
function elementwise(
  op: string,
  steps: (node: GraphNode, number: (name: string, value: number) => Tensor) => readonly Step[],
): Upgrade {
  return {
    op,
    below: 10,
    rewrite(node, { unique }) {
      const number = (name: string, value: number) => float32Tensor(unique(`${node.outputs[0]}/${name}`), [], [value]);
      return chain(node, steps(node, number), unique);
    },
  };
}

/** y = scale·x + bias, one bias for each channel. */
const ImageScaler: Upgrade = {
  op: 'ImageScaler',
  below: 10,
  rewrite(node, { unique }) {
    const bias = floatsAttribute(node, 'bias') ?? [0];
    const scale = float32Tensor(unique(`${node.outputs[0]}/scale`), [], [floatAttribute(node, 'scale', 1)]);
    const offset = float32Tensor(unique(`${node.outputs[0]}/bias`), [1, bias.length, 1, 1], bias);
    return chain(
      node,
      [
        ['Mul', scale],
        ['Add', offset],
      ],
      unique,
    );
  },
};

/** `border` is left, top, right, bottom; `scale` the height and width to keep instead of the last two. */
const Crop: Upgrade = {
  op: 'Crop',
  below: 10,
  rewrite(node, { unique }) {
    const [left = 0, top = 0, right = 0, bottom = 0] = intsAttribute(node, 'border') ?? [];
    const size = intsAttribute(node, 'scale');
    const fromEnd = (amount: number) => (amount === 0 ? Number.MAX_SAFE_INTEGER : -amount);
    const ends = size ? [top + size[0]!, left + size[1]!] : [fromEnd(bottom), fromEnd(right)];
    const lists = [[top, left], ends, [2, 3]];
    const tensors = lists.map((list, i) => int64Tensor(unique(`${node.outputs[0]}/bounds${i}`), [2], list));
    const inputs = [node.inputs[0]!, ...tensors.map(({ name }) => name)];
    return { nodes: [{ ...node, op: 'Slice', inputs, attributes: new Map() }], initializers: tensors };
  },
};

const alpha = (node: GraphNode) => floatAttribute(node, 'alpha', 1);
const beta = (node: GraphNode, fallback: number) => floatAttribute(node, 'beta', fallback);

export const experimentalUpgrades: readonly Upgrade[] = [
  ImageScaler,
  Crop,
  elementwise('Scale', (node, number) => [['Mul', number('scale', floatAttribute(node, 'scale', 1))]]),
  elementwise('Affine', (node, number) => [
    ['Mul', number('alpha', alpha(node))],
    ['Add', number('beta', beta(node, 0))],
  ]),
  elementwise('ParametricSoftplus', (node, number) => [
    ['Mul', number('beta', beta(node, 1))],
    ['Softplus'],
    ['Mul', number('alpha', alpha(node))],
  ]),
  elementwise('ScaledTanh', (node, number) => [
    ['Mul', number('beta', beta(node, 1))],
    ['Tanh'],
    ['Mul', number('alpha', alpha(node))],
  ]),
];
