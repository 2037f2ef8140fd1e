import { elementCount, int, NO_GRADIENT, string } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { spatial } from './spatial.ts';

/** y = maximum of x over all spatial positions.  dx = dy at the first maximum in row-major order, as PyTorch's pools. */
export const GlobalMaxPool: GradientRule = {
  op: 'GlobalMaxPool',
  backward({ g, inputs: [x], cotangents: [dy] }) {
    const [images = 0, channels = 0] = x!.shape;
    const flat = [images, channels, elementCount(spatial(x!.shape))];
    const first = g.op('ArgMax', [g.reshape(x!, flat)], {
      shape: [images, channels, 1],
      type: 'int64',
      attributes: { axis: int(2) },
      metadata: NO_GRADIENT,
    });
    const zeros = g.expand(g.scalar(0, x!), flat);
    const scattered = g.op('ScatterElements', [zeros, first, g.reshape(dy!, first.shape)], {
      shape: flat,
      attributes: { axis: int(2), reduction: string('add') },
    });
    return [g.reshape(scattered, x!.shape)];
  },
};
