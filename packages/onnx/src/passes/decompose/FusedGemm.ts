import { stringAttribute } from '../../attributes.ts';
import type { Decomposition } from './decomposition.ts';
import { fusedActivation } from './fusedActivation.ts';

/** y = activation(Gemm(a, b, c)): what ONNX Runtime's optimiser writes into the models it saves. */
export const FusedGemm: Decomposition = {
  op: 'com.microsoft.FusedGemm',
  rewrite({ g, node, inputs, outputs: [y] }) {
    const attributes = [...node.attributes].filter(([name]) => !name.startsWith('activation'));
    const gemm = g.op('Gemm', inputs, { shape: y!.shape, attributes: Object.fromEntries(attributes) });
    const name = stringAttribute(node, 'activation', '');
    const result = fusedActivation(g, gemm, name, (parameter) => {
      const attribute = node.attributes.get(`activation_${parameter}`);
      return attribute?.kind === 'float' ? attribute.value : undefined;
    });
    return typeof result === 'string' ? result : [result];
  },
};
