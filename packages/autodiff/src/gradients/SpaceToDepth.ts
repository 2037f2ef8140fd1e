import { int, intAttribute, string } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = x with squares of pixels laid out as channels, the offset in the square first.  dx = DepthToSpace of dy, mode DCR. */
export const SpaceToDepth: GradientRule = {
  op: 'SpaceToDepth',
  backward({ g, node, inputs: [x], cotangents: [dy] }) {
    const attributes = { blocksize: int(intAttribute(node, 'blocksize', 1)), mode: string('DCR') };
    return [g.op('DepthToSpace', [dy], { shape: x!.shape, attributes })];
  },
};
