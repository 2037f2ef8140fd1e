import type { GradientRule } from '../rule.ts';

/** At inference, and where it drops nothing, y = x.  dx = dy. With `training_mode` true it is random, and refused. */
export const Dropout: GradientRule = {
  op: 'Dropout',
  refuse({ inputs, constant }) {
    const dropsNothing = constant(1)?.[0] === 0;
    if (inputs[2] === undefined || constant(2)?.[0] === 0 || dropsNothing) return undefined;
    return 'it is in training mode; export the model with model.eval()';
  },
  backward: ({ cotangents: [dy] }) => [dy],
};
