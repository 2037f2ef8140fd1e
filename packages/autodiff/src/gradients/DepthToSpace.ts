import { int, intAttribute, stringAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/**
 * y = x with blocks of channels laid out as squares of pixels.  dx = dy with the pixels back in the channels: SpaceToDepth, whose
 * order of channels is that of mode DCR; in mode CRD (PyTorch's PixelShuffle) the offsets within a square come last.
 */
export const DepthToSpace: GradientRule = {
  op: 'DepthToSpace',
  refuse({ node }) {
    const mode = stringAttribute(node, 'mode', 'DCR');
    return mode === 'DCR' || mode === 'CRD' ? undefined : `its mode '${mode}' has no gradient rule`;
  },
  backward({ g, node, inputs, cotangents }) {
    const [x, dy] = [inputs[0]!, cotangents[0]!];
    const block = intAttribute(node, 'blocksize', 1);
    if (stringAttribute(node, 'mode', 'DCR') === 'DCR')
      return [g.op('SpaceToDepth', [dy], { shape: x.shape, attributes: { blocksize: int(block) } })];
    const [batch = 0, channels = 0, height = 0, width = 0] = x.shape;
    const squares = g.reshape(dy, [batch, channels / block ** 2, height, block, width, block]);
    return [g.reshape(g.transpose(squares, [0, 1, 3, 5, 2, 4]), x.shape)];
  },
};
