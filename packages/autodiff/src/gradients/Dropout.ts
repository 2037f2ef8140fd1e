import type { GradientRule } from '../rule.ts';

/** At inference y = x.  dx = dy. With `training_mode` true it is random, and refused. */
export const Dropout: GradientRule = {
  op: 'Dropout',
  refuse({ inputs, constant }) {
    if (inputs[2] === undefined || constant(2)?.[0] === 0) return undefined;
    return 'it is in training mode; export the model with model.eval()';
  },
  backward: ({ cotangents: [dy] }) => [dy],
};
