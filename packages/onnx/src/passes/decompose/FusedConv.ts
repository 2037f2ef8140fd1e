import { floatsAttribute, stringAttribute } from '../../attributes.ts';
import type { Decomposition } from './decomposition.ts';
import { fusedActivation } from './fusedActivation.ts';

/** y = activation(Conv(x, w, b) + z): what ONNX Runtime's optimiser writes into the models it saves. */
export const FusedConv: Decomposition = {
  op: 'com.microsoft.FusedConv',
  rewrite({ g, node, inputs: [x, w, b, z], outputs: [y] }) {
    const attributes = [...node.attributes].filter(([name]) => !name.startsWith('activation'));
    const conv = g.op('Conv', [x, w, b], { shape: y!.shape, attributes: Object.fromEntries(attributes) });
    const parameters = floatsAttribute(node, 'activation_params') ?? [];
    const name = stringAttribute(node, 'activation', '');
    const result = fusedActivation(g, z ? g.add(conv, z) : conv, name, (_, i) => parameters[i]);
    return typeof result === 'string' ? result : [result];
  },
};
