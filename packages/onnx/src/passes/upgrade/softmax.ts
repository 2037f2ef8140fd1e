import { int, intAttribute } from '../../attributes.ts';
import type { GraphNode } from '../../ir.ts';
import type { Upgrade } from './upgrade.ts';

/**
 * Before operator set 13, Softmax flattened its input to 2-D at `axis` (default 1) and normalised each row.
 * In the new form: Flatten, Softmax over the last axis, Reshape back to the shape of the input.
 */
function flattenedSoftmax(op: string): Upgrade {
  return {
    op,
    below: 13,
    rewrite(node, { unique }) {
      const axis = intAttribute(node, 'axis', 1);
      const [x = '', y = ''] = [node.inputs[0], node.outputs[0]];
      const [flat, soft, shape] = [unique(`${y}/flat`), unique(`${y}/soft`), unique(`${y}/shape`)];
      const make = (
        name: string,
        type: string,
        inputs: string[],
        output: string,
        attributes: GraphNode['attributes'],
      ): GraphNode => ({
        op: type,
        domain: '',
        name: `${node.name || y}/${name}`,
        inputs,
        outputs: [output],
        attributes,
      });
      // The last axis is the same in both readings: nothing to flatten.
      if (axis === -1) return { nodes: [{ ...node, attributes: new Map([['axis', int(-1)]]) }] };
      return {
        nodes: [
          make('flatten', 'Flatten', [x], flat, new Map([['axis', int(axis)]])),
          { ...node, inputs: [flat], outputs: [soft], attributes: new Map([['axis', int(-1)]]) },
          make('shape', 'Shape', [x], shape, new Map()),
          make('restore', 'Reshape', [soft, shape], y, new Map()),
        ],
      };
    },
  };
}

export const softmaxUpgrades: readonly Upgrade[] = ['Softmax', 'LogSoftmax', 'Hardmax'].map(flattenedSoftmax);
