import type { Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { negativePart } from './negativePart.ts';

/**
 * y = x where x ≥ 0, else a·x, with the slope a broadcast to x.
 * dx = dy where x > 0, else dy·a: the slope at 0 is a, as in PyTorch.  da = dy·min(x, 0).
 */
export const PRelu: GradientRule = {
  op: 'PRelu',
  // ONNX Runtime loads such a model, and fails when it runs: what Chainer writes.
  refuse: ({ inputs: [x, a] }) =>
    fits(x!, a!) ? undefined : `its slope [${a!.shape}] does not broadcast to [${x!.shape}]`,
  backward: ({ g, needs, inputs: [x, a], cotangents: [dy] }) => [
    needs[0] ? g.where(g.compare('Greater', x!, g.scalar(0, x!)), dy!, g.mul(dy!, a!)) : undefined,
    needs[1] ? g.mul(dy!, negativePart(g, x!)) : undefined,
  ],
};

function fits({ shape }: Value, slope: Value): boolean {
  const missing = shape.length - slope.shape.length;
  return missing >= 0 && slope.shape.every((length, axis) => length === 1 || length === shape[axis + missing]);
}
