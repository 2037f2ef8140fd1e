import type { GradientRule } from '../rule.ts';
import { padTo } from './padTo.ts';

/** y = the middle of x, or x in the middle of zeros, along each axis.  dx = the same the other way round. */
export const CenterCropPad: GradientRule = {
  op: 'CenterCropPad',
  backward({ g, inputs: [x], cotangents: [dy] }) {
    // An odd element lies at the end, for cropping and for padding.
    const begin = x!.shape.map((length, axis) => {
      const cropped = length - dy!.shape[axis]!;
      return Math.sign(cropped) * Math.floor(Math.abs(cropped) / 2);
    });
    return [padTo(g, dy!, begin, x!.shape)];
  },
};
