import { elementCount } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { spatial } from './spatial.ts';

/** y = mean of x over all spatial positions.  dx = dy/(H·W) at every position. */
export const GlobalAveragePool: GradientRule = {
  op: 'GlobalAveragePool',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [
    g.expand(g.scale(dy!, 1 / elementCount(spatial(x!.shape))), x!.shape),
  ],
};
